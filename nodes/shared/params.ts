import type { DateTime } from 'luxon';
import { type IExecutePaginationFunctions, type IPollFunctions, UserError } from 'n8n-workflow';
import type { FieldReader } from './feed';
import { isObject } from './values/json';
import { dateIn } from './values/typedDate';
import { choiceIn, isEmpty, isNo, noChoice, numberIn, textIn, textsIn } from './values/typedValue';
import type { Settings, Vendor } from './vendor';

export const MOST_REQUESTS_AT_ONCE = 20;

/**
 * Reads the fields of the item at hand.
 * @param settings of the credential
 */
export function fieldReader(
	context: IExecutePaginationFunctions | IPollFunctions,
	settings: Settings,
): FieldReader {
	const read = <T>(name: string, fallback: T): T => {
		const value: unknown = context.getNodeParameter(name, fallback as string);
		return (isLocator(value) ? picked(context, name, value) : value) as T;
	};
	return Object.assign(read, { timezone: context.getTimezone(), settings });
}

type Locator = Readonly<Record<string, unknown>>;

const isLocator = (value: unknown): value is Locator => isObject(value) && '__rl' in value;

/**
 * What a resource locator stands for. Only the field itself can be asked for its extracted value, not
 * one inside a collection; what n8n can extract nothing from is given as it is, for the field to refuse.
 */
function picked(
	context: IExecutePaginationFunctions | IPollFunctions,
	name: string,
	{ value }: Locator,
): unknown {
	if (typeof value !== 'string') return value;
	try {
		return context.getNodeParameter(name, '', { extractValue: true });
	} catch {
		return value;
	}
}

/** Fields as a list in the editor has them, which has none of its own. */
export const givenFields = (
	values: Readonly<Record<string, unknown>>,
	settings: Settings = {},
): FieldReader =>
	Object.assign(<T>(name: string, fallback: T) => (values[name] ?? fallback) as T, {
		timezone: 'UTC',
		settings,
	});

/** Fields of which some have other values than the user gave them. */
export function withFields(
	fields: FieldReader,
	values: Readonly<Record<string, unknown>>,
): FieldReader {
	const { timezone, settings } = fields;
	const read = <T>(name: string, fallback: T) =>
		name in values ? (values[name] as T) : fields(name, fallback);
	return Object.assign(read, { timezone, settings });
}

/**
 * A text, trimmed; '' where the field is empty.
 * @throws UserError where it holds something else
 */
export const textField = (fields: FieldReader, name: string, displayName: string): string =>
	textIn(fields<unknown>(name, ''), displayName);

/** Texts, as a list or with commas between them. @throws UserError where it holds something else */
export const textsField = (fields: FieldReader, name: string, displayName: string): string[] =>
	textsIn(fields<unknown>(name, ''), displayName);

/**
 * A date; undefined where the field is empty.
 * @throws UserError where it holds none
 */
export function dateTimeField(
	fields: FieldReader,
	name: string,
	displayName: string,
): DateTime | undefined {
	const typed = fields<unknown>(name, '');
	if (isEmpty(typed)) return undefined;
	const date = dateIn(typed, fields.timezone);
	if (date) return date;
	throw isNo(
		'date',
		typed,
		displayName,
		'Pick a date, or enter one such as 2026-02-03 or 2026-02-03T09:00:00+01:00.',
	);
}

/**
 * A date in ms since 1970; undefined where the field is empty. @throws UserError where it holds
 * none
 */
export const dateField = (fields: FieldReader, name: string, displayName: string) =>
	dateTimeField(fields, name, displayName)?.toMillis();

/** The cursor to start at; an expression may give an e-mail's ID as a number, or nothing yet. */
export const continueAfter = (fields: FieldReader): string =>
	textField(fields, 'options.continueAfter', 'Continue After');

/**
 * A switch, which an expression may give as text; off where the field is empty.
 * @throws UserError where it holds something else
 */
export function isOn(fields: FieldReader, name: string, displayName: string): boolean {
	const value = fields<unknown>(name, false);
	if (isEmpty(value)) return false;
	const text = typeof value === 'string' ? value.trim() : value;
	if (text === true || text === 'true') return true;
	if (text === false || text === 'false') return false;
	throw isNo('yes or no', value, displayName, 'It takes true or false.');
}

/**
 * One of some values; the first of them where the field is empty.
 * @throws UserError where it holds another
 */
export function choice<T extends string>(
	fields: FieldReader,
	name: string,
	displayName: string,
	values: readonly [T, ...T[]],
): T {
	return choiceIn(fields<unknown>(name, ''), displayName, values);
}

/**
 * Some of several values, as a list or with commas between them.
 * @throws UserError where the field holds another
 */
export function choices<T extends string>(
	fields: FieldReader,
	name: string,
	displayName: string,
	values: readonly T[],
): T[] {
	const typed = textsField(fields, name, displayName);
	const unknown = typed.find((each) => !(values as readonly string[]).includes(each));
	if (unknown === undefined) return [...new Set(typed)] as T[];
	throw noChoice(unknown, displayName, values);
}

interface Bounds {
	readonly most?: number;
	/** Why no more. */
	readonly because?: string;
	/** Whether it must not be left empty. */
	readonly isNeeded?: boolean;
}

/**
 * A number of 1 or more; `fallback` where the field is empty, unless it is needed.
 * @throws UserError where an expression gave something else, or too much
 */
export function wholeNumber(
	fields: FieldReader,
	name: string,
	fallback: number,
	displayName: string,
	{ most = Infinity, because, isNeeded = false }: Bounds = {},
): number {
	const typed = fields<unknown>(name, fallback);
	const value = isEmpty(typed) && !isNeeded ? fallback : numberIn(typed);
	if (!Number.isInteger(value) || value < 1) {
		throw new UserError(`${displayName} must be a whole number of 1 or more`);
	}
	if (value <= most) return value;
	throw new UserError(`${displayName} must be ${most.toLocaleString('en')} or less`, {
		description: because,
	});
}

/**
 * How many outputs are wanted: records, or tracking events. Of an expression that gives nothing, nobody
 * would see that it left most of a list out.
 */
export const limitOf = (fields: FieldReader): number =>
	isOn(fields, 'returnAll', 'Return All')
		? Infinity
		: wholeNumber(fields, 'limit', 50, 'Limit', { isNeeded: true });

/** Whether the output is tracking events. */
export const wantsEvents = (fields: FieldReader): boolean =>
	choice(fields, 'output', 'Output', ['record', 'trackingEvent']) === 'trackingEvent';

/** A limit of a hundred years: nobody waits longer, and all that is reckoned with it stays exact. */
const MOST_MINUTES = 50_000_000;

/** A number of minutes, in ms. @throws UserError where an expression gave something else */
export function minutes(fields: FieldReader, name: string, displayName: string): number {
	const typed = fields<unknown>(name, 0);
	const value = isEmpty(typed) ? 0 : numberIn(typed);
	if (value >= 0 && value <= MOST_MINUTES) return value * 60_000;
	throw new UserError(`${displayName} must be a number of 0 or more`);
}

/** How far the number of requests at a time may rise, from the option or the vendor's default. */
export const requestsAtOnce = (fields: FieldReader, vendor: Vendor): number =>
	Math.min(
		MOST_REQUESTS_AT_ONCE,
		wholeNumber(fields, 'options.requestsAtOnce', vendor.requestsAtOnce, 'Max Concurrent Requests'),
	);

/** Longer, no service takes to answer; above 24 days, timers fire at once. */
const MOST_TIMEOUT_MS = 24 * 60 * 60 * 1_000;

/** How long a request may take, in ms; undefined where the user did not say. */
export function timeoutOf(fields: FieldReader): number | undefined {
	const typed = fields<unknown>('requestOptions.timeout', 0);
	// As with nothing in the field, n8n takes its own with 0.
	if (typed === 0 || isEmpty(typed)) return undefined;
	return wholeNumber(fields, 'requestOptions.timeout', 0, 'Timeout', {
		most: MOST_TIMEOUT_MS,
		because: 'It is a number of milliseconds: 60000 are a minute.',
	});
}
