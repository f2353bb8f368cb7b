const others = new WeakMap<object, object>();

/** From now on, answers show these fields of a row in place of its own: such as a time that is none. */
export function showAs(row: object, fields: object | undefined): void {
	if (fields) others.set(row, fields);
}

/** @param usual how answers show the row, where that is not as it is */
export function shownAs(row: object, usual = row): object {
	const fields = others.get(row);
	return fields ? { ...usual, ...fields } : usual;
}
