import type { IExecutePaginationFunctions, IPollFunctions } from 'n8n-workflow';
import type { FieldReader } from './feed';
import { isObject } from './values/json';
import type { Settings } from './vendor';

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
