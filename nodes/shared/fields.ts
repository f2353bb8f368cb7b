import {
	type IExecutePaginationFunctions,
	type IPollFunctions,
	tryToParseDateTime,
	UserError,
} from 'n8n-workflow';
import type { FieldReader } from './feed';
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
		const value = context.getNodeParameter(name, fallback as string);
		// Only the field itself can be asked for its extracted value, not one inside a collection.
		const locator = typeof value === 'object' && value !== null && '__rl' in value;
		return (locator
			? context.getNodeParameter(name, '', { extractValue: true })
			: value) as unknown as T;
	};
	return Object.assign(read, { timezone: context.getTimezone(), settings });
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

/** The same fields, some of them with other values. */
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
 * A time in ms since 1970; undefined where the field is empty.
 * @throws UserError where it holds no date
 */
export function dateField(
	fields: FieldReader,
	name: string,
	displayName: string,
): number | undefined {
	const typed = fields<unknown>(name, '') ?? '';
	if (typed === '') return undefined;
	const time = timeOf(typed, fields.timezone);
	if (time !== undefined) return time;
	throw new UserError(`${displayName} "${String(typed).slice(0, 60)}" is no date`, {
		description: 'Pick a date, or enter one such as 2026-02-03 or 2026-02-03T09:00:00+01:00.',
	});
}

/** Years of other than four digits are mistyped, and no vendor takes them. */
function timeOf(value: unknown, timezone: string): number | undefined {
	try {
		const time = tryToParseDateTime(value, timezone);
		return time.year >= 1000 && time.year <= 9999 ? time.toMillis() : undefined;
	} catch {
		return undefined;
	}
}

/** The cursor to start at; an expression may give an e-mail's ID as a number, or nothing yet. */
export const continueAfter = (fields: FieldReader): string =>
	String(fields<unknown>('options.continueAfter', '') ?? '').trim();

/** A switch, which an expression may give as text. */
export const isOn = (fields: FieldReader, name: string): boolean =>
	[true, 'true'].includes(fields<boolean | string>(name, false));

/** @throws UserError where an expression gave something else than a number of 1 or more, or too much */
export function wholeNumber(
	fields: FieldReader,
	name: string,
	fallback: number,
	displayName: string,
	{ most = Infinity, because }: { most?: number; because?: string } = {},
): number {
	const value = Number(fields<unknown>(name, fallback));
	if (!Number.isInteger(value) || value < 1) {
		throw new UserError(`${displayName} must be a whole number of 1 or more`);
	}
	if (value <= most) return value;
	throw new UserError(`${displayName} must be ${most.toLocaleString('en')} or less`, {
		description: because,
	});
}

/** How many outputs are wanted: records, or tracking events. */
export const limitOf = (fields: FieldReader): number =>
	isOn(fields, 'returnAll') ? Infinity : wholeNumber(fields, 'limit', 50, 'Limit');

/** Whether the output is tracking events. */
export const wantsEvents = (fields: FieldReader): boolean =>
	fields<string>('output', 'record') === 'trackingEvent';

/** A number of minutes, in ms. @throws UserError where an expression gave something else */
export function minutes(fields: FieldReader, name: string, displayName: string): number {
	const value = Number(fields<unknown>(name, 0));
	if (value >= 0 && value < Infinity) return value * 60_000;
	throw new UserError(`${displayName} must be a number of minutes of 0 or more`);
}

/** How far the number of requests at a time may rise, from the option or the vendor's default. */
export const requestsAtOnce = (fields: FieldReader, vendor: Vendor): number =>
	Math.min(
		MOST_REQUESTS_AT_ONCE,
		wholeNumber(fields, 'options.requestsAtOnce', vendor.requestsAtOnce, 'Max Concurrent Requests'),
	);
