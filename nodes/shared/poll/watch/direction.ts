/** At which end a list grows: at its end, at its beginning, or anywhere. */
export type Direction = 'end' | 'beginning' | 'anywhere';

/**
 * How long after the newest record others may turn up that were recorded before it: writes that were
 * committed in another order.
 */
export const OVERLAP_MS = 120_000;

/** So many records show an order in spite of one that is dated wrongly. */
const MANY = 20;
const STRAY_SHARE = 0.05;

/**
 * What the times of consecutive records show of their list.
 * @param times in ms since 1970, undefined where a record has none
 * @param known what other records showed; a few that contradict it show that there is no order
 */
export function directionOf(
	times: ReadonlyArray<number | undefined>,
	known: Direction | undefined,
): Direction | undefined {
	const stated = times.filter((time): time is number => time !== undefined);
	const shown = orderOf(stated);
	if (shown === undefined) return known ?? guessOf(stated);
	return known === undefined || known === shown || stated.length >= MANY ? shown : 'anywhere';
}

/** Undefined where all were recorded at about the same time. */
function orderOf(times: readonly number[]): Direction | undefined {
	let latest = -Infinity;
	let earliest = Infinity;
	let rises = 0;
	let drops = 0;
	for (const time of times) {
		if (time > earliest + OVERLAP_MS) rises++;
		if (time < latest - OVERLAP_MS) drops++;
		latest = Math.max(latest, time);
		earliest = Math.min(earliest, time);
	}
	if (rises + drops === 0) return undefined;
	const strays = times.length >= MANY ? STRAY_SHARE * times.length : 0;
	if (drops <= strays) return 'end';
	return rises <= strays ? 'beginning' : 'anywhere';
}

function guessOf(times: readonly number[]): Direction | undefined {
	const [first, last] = [times[0], times.at(-1)];
	if (first === undefined || last === undefined || first === last) return undefined;
	return first < last ? 'end' : 'beginning';
}
