const NUMBERS = new Set([
	'id',
	'recipientId',
	'linkId',
	'timestamp',
	'dateAdded',
	'lastUpdated',
	'scheduledDateTimestamp',
	'actualSendTimestamp',
]);

/**
 * A made up row with the fields that are given, in the order in which the vendor has them.
 *
 * @throws Error for a field that there is not, or for an ID or time that is no whole number
 */
export function filled<Row extends object>(made: Row, given: object): Row {
	const row = { ...made };
	for (const [name, value] of Object.entries(given) as Array<[string, unknown]>) {
		if (name === 'messageId' || name === 'shown' || value === undefined) continue;
		if (!Object.hasOwn(made, name)) throw new Error(`There is no field "${name}"`);
		const unset = name === 'actualSendTimestamp' && value === null;
		if (NUMBERS.has(name) && !unset && !Number.isSafeInteger(value)) {
			throw new Error(`${name} must be a whole number, got ${JSON.stringify(value)}`);
		}
		Reflect.set(row, name, value);
	}
	return row;
}
