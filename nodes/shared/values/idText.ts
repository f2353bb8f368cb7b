/**
 * An ID as text, '' where there is none. A number beyond 2^53 was rounded when it was read: several IDs
 * become the same one, so that it tells nothing apart.
 */
export const idText = (id: unknown): string => {
	const isExact = typeof id === 'string' || (typeof id === 'number' && isSafe(id));
	return isExact ? String(id) : '';
};

/** Fractions are none of the IDs that are rounded. */
const isSafe = (id: number) => Math.abs(id) <= Number.MAX_SAFE_INTEGER;
