import { UserError } from 'n8n-workflow';
import { bareAddress } from '../shared/address';
import type { FieldReader } from '../shared/feed';

/** What a field for people holds, as it was typed; '' where there is nothing. @throws UserError where it is no text */
export function textIn(value: unknown, displayName: string): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	throw new UserError(`${displayName} holds ${kindOf(value)} instead of a text`, {
		description: `Its expression has to give a text. Name the field in it that holds one, or make one of it, such as with {{ String($json.number) }}.`,
	});
}

const kindOf = (value: unknown) => {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

/** Without blanks around it. */
export const trimmedIn = (value: unknown, displayName: string) => textIn(value, displayName).trim();

/** @throws UserError where there is nothing, or no text */
export function requiredText(
	value: unknown,
	displayName: string,
	description = `iovox takes nothing without: fill in ${displayName}, or check what its expression gives.`,
): string {
	const text = trimmedIn(value, displayName);
	if (text !== '') return text;
	throw new UserError(`${displayName} is empty`, { description });
}

/** An ID: iovox' are texts, which an expression may give as a number. @throws as `requiredText` */
export const requiredId = (value: unknown, displayName: string, description?: string): string =>
	requiredText(Number.isSafeInteger(value) ? String(value) : value, displayName, description);

/** The same of a field. */
export const idField = (fields: FieldReader, name: string, displayName: string): string =>
	requiredId(fields<unknown>(name, ''), displayName);

/** @throws UserError where it is no e-mail address */
export function addressIn(value: unknown, displayName: string): string {
	const text = requiredText(value, displayName);
	const address = bareAddress(text);
	if (address !== undefined) return address;
	throw new UserError(`${displayName} "${text.slice(0, 80)}" is no e-mail address`, {
		description: 'Enter one address and nothing else, such as kim@example.org.',
	});
}
