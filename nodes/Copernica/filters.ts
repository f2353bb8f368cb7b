import type { FieldReader, PageRequest } from '../shared/feed';
import { textField } from '../shared/params';
import { isNo } from '../shared/values/typedValue';

/** Conditions as the vendor takes them, all at once. Source: "fields parameter". */
export const fieldsQuery = (conditions: readonly string[]): NonNullable<PageRequest['query']> =>
	conditions.length > 0 ? { 'fields[]': conditions } : {};

/**
 * A whole number in a field of text, as it is sent; undefined where the field is empty.
 * @param what it is, and `description` what to enter
 * @throws UserError where it holds something else
 */
export function digitsIn(
	fields: FieldReader,
	name: string,
	displayName: string,
	what: string,
	description: string,
): string | undefined {
	const typed = textField(fields, name, displayName);
	if (typed === '') return undefined;
	if (/^\d{1,15}$/.test(typed)) return typed;
	throw isNo(what, typed, displayName, description);
}
