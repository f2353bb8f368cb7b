/** At which end a list grows: at its end, at its beginning, or anywhere. */
export type Direction = 'end' | 'beginning' | 'anywhere';

/** So many different times in a row are no coincidence. */
const CERTAIN = 8;
/** Records that are written at once may stand in any order. */
const STRAY_SHARE = 0.05;

/**
 * What the times of consecutive records show of their list, and what was known before.
 * @param times in ms since 1970, undefined where a record has none
 */
export function directionOf(
	times: ReadonlyArray<number | undefined>,
	known: Direction | undefined,
): Direction | undefined {
	const stated = times.filter((time): time is number => time !== undefined);
	const distinct = new Set(stated).size;
	if (distinct < (known === undefined ? 2 : CERTAIN)) return known;
	let up = 0;
	let down = 0;
	for (let index = 1; index < stated.length; index++) {
		const step = stated[index]! - stated[index - 1]!;
		if (step > 0) up++;
		else if (step < 0) down++;
	}
	const strays = STRAY_SHARE * (up + down);
	if (down <= strays) return 'end';
	return up <= strays ? 'beginning' : 'anywhere';
}
