const YES: readonly string[] = ['true', 'yes', 'y', 'on', '1'];
const NO: readonly string[] = ['false', 'no', 'n', 'off', '0'];

/** A yes or no of a vendor, also as a text or a number; undefined where it says neither. */
export function flagOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const isPlain = typeof value === 'string' || typeof value === 'number';
	const word = isPlain ? String(value).trim().toLowerCase() : '';
	if (YES.includes(word)) return true;
	return NO.includes(word) ? false : undefined;
}
