/** A vendor that is too slow for fewer records than twice this is too slow at all. */
const LEAST_SIZE = 50;

/** Less than this many records, which the vendor was too slow for; undefined where there is no less. */
export const halfPage = (size: number) =>
	size >= 2 * LEAST_SIZE ? Math.floor(size / 2) : undefined;

/** A size that a smaller one can be asked for in place of; else undefined. */
export const reducible = (size: number) => (halfPage(size) === undefined ? undefined : size);
