/**
 * Any value of a vendor's record as text, such as for a key: an object as JSON, since it may have a
 * field in place of the function that would make a text of it.
 */
export const plainText = (value: unknown): string =>
	typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
