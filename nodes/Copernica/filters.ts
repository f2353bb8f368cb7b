import { UserError } from 'n8n-workflow';
import type { FieldReader, PageRequest } from '../shared/feed';
import { idText } from '../shared/idText';

/** Conditions as the vendor takes them, all at once. Source: "fields parameter". */
export const fieldsQuery = (conditions: readonly string[]): NonNullable<PageRequest['query']> =>
	conditions.length > 0 ? { 'fields[]': conditions } : {};

/**
 * A whole number in a field of text, as it is sent; undefined where the field is empty.
 * @throws UserError where it holds something else
 */
export function digitsIn(
	fields: FieldReader,
	name: string,
	message: (typed: string) => string,
	description: string,
): string | undefined {
	const typed = idText(fields<unknown>(name, '')).trim();
	if (typed === '') return undefined;
	if (/^\d{1,15}$/.test(typed)) return typed;
	throw new UserError(message(typed.slice(0, 60)), { description });
}
