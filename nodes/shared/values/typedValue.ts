import { UserError } from 'n8n-workflow';
import { isEncodable } from './encoded';

/** Whether a field was left empty, or its expression gives nothing. */
export const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** What a field was given, beside text, in words. */
function kindOf(value: unknown): string {
	if (value === undefined || value === null) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'function' ? 'a function' : String(value);
}

const LONGEST_SHOWN = 60;
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** What was typed, as a sentence can hold it: in one line, not too long, and without halves of characters. */
export const quoted = (text: string): string =>
	`"${[...text.slice(0, 2 * LONGEST_SHOWN).replace(UNSEEN, ' ')].slice(0, LONGEST_SHOWN).join('')}"`;

const CHECK_EXPRESSION = 'Check what its expression gives.';

/** Says of a field, by its name, what it was given instead of what it takes. */
export function isNo(
	what: string,
	value: unknown,
	displayName: string,
	description = CHECK_EXPRESSION,
): UserError {
	const isShown = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
	const message = isShown
		? `${displayName} ${quoted(String(value))} is no ${what}`
		: `${displayName} holds ${kindOf(value)}, which is no ${what}`;
	return new UserError(message, { description });
}

/**
 * A text as it was typed; '' where there is nothing. An ID may come as a number.
 * @throws UserError for what would be sent as something else than the user sees
 */
export function typedText(value: unknown, displayName: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return wholeText(value, displayName);
	if (typeof value === 'bigint') return String(value);
	if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return `${value}`;
	throw new UserError(`${displayName} takes text, and not ${kindOf(value)}`, {
		description:
			typeof value === 'number'
				? 'A number of more than 15 digits is rounded: its expression has to give it as text.'
				: CHECK_EXPRESSION,
	});
}

/** A text without blanks around it. @throws as `typedText` */
export const textIn = (value: unknown, displayName: string): string =>
	typedText(value, displayName).trim();

function wholeText(text: string, displayName: string): string {
	if (!isEncodable(text)) {
		throw new UserError(`${displayName} ${quoted(text)} holds half of a character`, {
			description:
				'An emoji or another character of two parts was cut through: check what the expression gives.',
		});
	}
	// What n8n writes where a text has an object in the middle.
	if (!text.includes('[object Object]')) return text;
	throw new UserError(`${displayName} takes text, and not an object`, {
		description: CHECK_EXPRESSION,
	});
}

const NUMBER = /^\s*[+-]?\d{1,15}(?:\.\d{1,15})?\s*$/;

/** A number, which an expression may give as text; NaN: it is none that can be reckoned with. */
export function numberIn(value: unknown): number {
	const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
	const isExact = typeof number === 'number' && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
	return isExact ? number : NaN;
}

/** Texts, which may come as a list, or as one text with `separator` between them; none is empty. */
export const textsIn = (value: unknown, displayName: string, separator = /,/): string[] =>
	(Array.isArray(value) ? value : textIn(value, displayName).split(separator))
		.map((each) => textIn(each, displayName))
		.filter((each) => each !== '');

/** One of some values; the first of them where nothing was chosen. @throws UserError for another */
export function choiceIn<T extends string>(
	value: unknown,
	displayName: string,
	values: readonly [T, ...T[]],
): T {
	if (isEmpty(value)) return values[0];
	const text = typeof value === 'string' ? value.trim() : value;
	const chosen = values.find((each) => each === text);
	if (chosen !== undefined) return chosen;
	throw noChoice(value, displayName, values);
}

/** Says of a field which values it takes. */
export const noChoice = (value: unknown, displayName: string, values: readonly string[]) =>
	isNo(
		'choice',
		value,
		displayName,
		`It takes ${[...new Set(values)].filter((each) => each !== '').join(', ')}.`,
	);
