import type { Field, MailRow } from './rows';
import type { IovoxSwitches } from './switches';

/** A row as the search answers it, with the fields that are asked for. */
export function shown(row: MailRow, fields: readonly Field[], switches: IovoxSwitches): object {
	const result: Partial<MailRow> = {};
	for (const field of fields) {
		const value = valueOf(row, field, switches);
		if (value !== undefined) result[field] = value;
	}
	return result;
}

/** What a mail has in a field, as the service shows it. */
export function valueOf(
	row: MailRow,
	field: Field,
	{ readDates, deliveryDateOfBounced }: IovoxSwitches,
): string | undefined {
	if (field === 'read_first_date' && readDates === 'never') return undefined;
	const hidden = !deliveryDateOfBounced && row.disposition === 'received_bounced';
	return field === 'delivery_date' && hidden ? undefined : row[field];
}
