/** PostgreSQL refuses a whole batch over one NUL, and its `jsonb` over half of a pair, too. */
const REFUSED = /\0|\p{Cs}/u;
const ALL_REFUSED = /\0|\p{Cs}/gu;

/** A text that every database takes: without NUL, and with U+FFFD for half of a pair of surrogates. */
export const storableText = (text: string): string =>
	REFUSED.test(text) ? text.replace(ALL_REFUSED, (sign) => (sign === '\0' ? '' : '\ufffd')) : text;

/** The same for all that plain JSON holds, names of fields included; as it is where nothing is refused. */
export function storable<T>(value: T): T {
	return (isStorable(value) ? value : cleaned(value)) as T;
}

function isStorable(value: unknown): boolean {
	if (typeof value === 'string') return !REFUSED.test(value);
	if (typeof value !== 'object' || value === null) return true;
	if (Array.isArray(value)) return value.every(isStorable);
	for (const name of Object.keys(value)) {
		if (REFUSED.test(name) || !isStorable((value as Record<string, unknown>)[name])) return false;
	}
	return true;
}

function cleaned(value: unknown): unknown {
	if (typeof value === 'string') return storableText(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(cleaned);
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [storableText(name), cleaned(each)]),
	);
}
