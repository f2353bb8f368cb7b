/** An object without its undefined fields, as JSON has it. */
export function defined<T extends object>(values: T): Defined<T> {
	const entries = Object.entries(values).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as Defined<T>;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
