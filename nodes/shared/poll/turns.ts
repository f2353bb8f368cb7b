/** All, beginning with the first that it is the turn of; in the order that they are in, where it is none's. */
export function inTurnFrom<T>(all: readonly T[], isNext: (each: T) => boolean): T[] {
	const first = Math.max(0, all.findIndex(isNext));
	return [...all.slice(first), ...all.slice(0, first)];
}
