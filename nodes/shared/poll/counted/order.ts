/** The order in which a list shows its records, by when they were written: the end at which it grows. */
export type Order = 'up' | 'down' | 'mixed';

/**
 * How long after the newest record others may turn up that were recorded before it: writes that were
 * committed in another order.
 */
export const OVERLAP_MS = 120_000;

/** The number of records that show an order in spite of one that is dated wrongly. */
const MANY = 20;
const STRAY_SHARE = 0.05;

/**
 * The order that records of a list show.
 * @param times of the records as they stand in it, in ms since 1970; undefined where one has none
 * @returns undefined where all were recorded at about the same time
 */
export function orderOf(times: ReadonlyArray<number | undefined>): Order | undefined {
	let latest = -Infinity;
	let earliest = Infinity;
	let rises = 0;
	let drops = 0;
	for (const time of times) {
		if (time === undefined) continue;
		if (time > earliest + OVERLAP_MS) rises++;
		if (time < latest - OVERLAP_MS) drops++;
		latest = Math.max(latest, time);
		earliest = Math.min(earliest, time);
	}
	if (rises + drops === 0) return undefined;
	const strays = times.length >= MANY ? STRAY_SHARE * times.length : 0;
	if (drops <= strays) return 'up';
	return rises <= strays ? 'down' : 'mixed';
}

export const isSorted = (order: Order | undefined) => order === 'up' || order === 'down';
