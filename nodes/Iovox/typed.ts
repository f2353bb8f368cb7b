import { UserError } from 'n8n-workflow';
import type { FieldReader } from '../shared/feed';

/** What a field holds, as text: an expression may give a number, or nothing. */
export const typed = (fields: FieldReader, name: string): string =>
	asText(fields<unknown>(name, ''));

export const asText = (value: unknown): string => String(value ?? '').trim();

/** @throws UserError where the field is empty */
export function required(fields: FieldReader, name: string, displayName: string): string {
	return requiredText(fields<unknown>(name, ''), displayName);
}

/** @throws UserError where there is nothing */
export function requiredText(
	value: unknown,
	displayName: string,
	description = `iovox takes nothing without: fill in ${displayName}, or check what its expression gives.`,
): string {
	const text = asText(value);
	if (text !== '') return text;
	throw new UserError(`${displayName} is empty`, { description });
}

/** @throws UserError where the field holds no e-mail address */
export const address = (fields: FieldReader, name: string, displayName: string): string =>
	addressIn(fields<unknown>(name, ''), displayName);

/** @throws UserError where it is no e-mail address */
export function addressIn(value: unknown, displayName: string): string {
	const text = requiredText(value, displayName);
	if (/^[^\s@<>",;]+@[^\s@<>",;]+$/.test(text)) return text;
	throw new UserError(`${displayName} "${text.slice(0, 80)}" is no e-mail address`, {
		description: 'Enter one address and nothing else, such as kim@example.org.',
	});
}
