/** PostgreSQL refuses a whole batch over one NUL, and its `jsonb` over half of a pair, too. */
const REFUSED = /\0|\p{Cs}/u;
const ALL_REFUSED = /\0|\p{Cs}/gu;

/** A text that every database takes: without NUL, and with U+FFFD for half of a pair of surrogates. */
export const storableText = (text: string): string =>
	REFUSED.test(text) ? text.replace(ALL_REFUSED, (sign) => (sign === '\0' ? '' : '\ufffd')) : text;

/** Plain JSON that a database takes, names of fields included; as it is where nothing is refused. */
export function storable<T>(value: T): T {
	return (isStorable(value) ? value : cleaned(value)) as T;
}

/** Without recursion: a vendor's answer may be nested deeper than calls can be. */
function isStorable(value: unknown): boolean {
	const waiting = [value];
	while (waiting.length > 0) {
		const each = waiting.pop();
		if (typeof each === 'string' && REFUSED.test(each)) return false;
		if (typeof each !== 'object' || each === null) continue;
		for (const name of Object.keys(each)) {
			if (REFUSED.test(name)) return false;
			waiting.push(Reflect.get(each, name));
		}
	}
	return true;
}

/** A place in the copy that is still to be filled. */
interface Open {
	readonly into: object;
	readonly at: string;
	readonly held: unknown;
}

function cleaned(value: unknown): unknown {
	const whole: { copy: unknown } = { copy: undefined };
	const open: Open[] = [{ into: whole, at: 'copy', held: value }];
	while (open.length > 0) {
		const { into, at, held } = open.pop()!;
		const copy = copyOf(held);
		// A field may be called `__proto__`.
		Object.defineProperty(into, at, { value: copy });
		if (typeof held !== 'object' || held === null) continue;
		for (const name of Object.keys(held)) {
			const inner = Reflect.get(held, name) as unknown;
			open.push({
				into: copy as object,
				at: Array.isArray(held) ? name : storableText(name),
				held: inner,
			});
		}
	}
	return whole.copy;
}

/** A text cleaned; of a list or an object its places, in their order, without what is in them. */
function copyOf(value: unknown): unknown {
	if (typeof value === 'string') return storableText(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(() => undefined);
	return Object.fromEntries(Object.keys(value).map((name) => [storableText(name), undefined]));
}
