import { type INodeProperties, tryToParseDateTime, UserError } from 'n8n-workflow';
import type { FieldReader, OrderedFeed } from '../feed';
import { requestsAtOnceOption, type Shown, wholeNumber } from '../fields';
import type { Vendor } from '../vendor';
import type { StartFrom } from './follow';

/** n8n takes some 120,000 items at once; each poll's are one execution, kept in memory. */
const MOST_EVENTS = 50_000;
const USUAL_EVENTS = 10_000;

const NOW = {
	name: 'Now',
	value: 'now',
	description: 'Only what happens after the workflow is published for the first time',
};
const DATE = { name: 'Date', value: 'date', description: 'What happened since a date' };
const BEGINNING = {
	name: 'Beginning',
	value: 'beginning',
	description: 'All that the service holds, oldest first, over as many polls as it takes',
};

const startFromField = (show: Shown, options: INodeProperties['options']): INodeProperties => ({
	displayName: 'Start From',
	name: 'startFrom',
	type: 'options',
	noDataExpression: true,
	options,
	default: 'now',
	description:
		'What to give out at first. Later polls continue where the last one ended, also after a pause of the workflow. A change starts anew.',
	displayOptions: { show: { ...show } },
});

/** Where the trigger starts: now, at a date, or at the beginning. */
export const startFields = (show: Shown): INodeProperties[] => [
	startFromField(show, [BEGINNING, DATE, NOW]),
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		default: '',
		description:
			"Events of this time and later are given out. Without a time zone, it is the workflow's.",
		displayOptions: { show: { ...show, startFrom: ['date'] } },
	},
];

/** The same for a list that does not say when its records were made. */
export const startFieldsWithoutDate = (show: Shown): INodeProperties[] => [
	startFromField(show, [BEGINNING, NOW]),
];

export const triggerOptions = (vendor: Vendor): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{ ...requestsAtOnceOption, default: vendor.requestsAtOnce },
		{
			displayName: 'Max Events per Poll',
			name: 'maxEvents',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MOST_EVENTS },
			default: USUAL_EVENTS,
			description:
				'How many events one execution is given at most. The next poll goes on with what is left; nothing is skipped.',
		},
	],
});

/** @throws UserError where an expression gave something else than a number that n8n can take */
export function maxEvents(fields: FieldReader): number {
	const name = 'Max Events per Poll';
	const most = wholeNumber(fields, 'options.maxEvents', USUAL_EVENTS, name);
	if (most <= MOST_EVENTS) return most;
	throw new UserError(`${name} must be ${MOST_EVENTS.toLocaleString('en')} or less`, {
		description: 'n8n keeps all items of an execution in memory.',
	});
}

/**
 * @param timezone of the workflow, for a date without one
 * @throws UserError where Start Date is no date, or the list knows none
 */
export function startFrom(
	fields: FieldReader,
	{ name, cursorAt }: OrderedFeed,
	timezone: string,
): StartFrom {
	switch (fields<string>('startFrom', 'now')) {
		case 'beginning':
			return -Infinity;
		case 'date':
			if (cursorAt) return startDate(fields, timezone);
			throw new UserError(`The list of ${name} cannot be read from a date on`, {
				description:
					'Its records do not say when they were made: set Start From to Now or Beginning.',
			});
		default:
			return 'now';
	}
}

function startDate(fields: FieldReader, timezone: string): number {
	const typed = fields<unknown>('startDate', '');
	const time = timeOf(typed, timezone);
	if (time !== undefined) return time;
	throw new UserError(
		typed ? `Start Date "${String(typed).slice(0, 60)}" is no date` : 'Start Date is empty',
		{ description: 'Pick a date, or enter one such as 2026-02-03 or 2026-02-03T09:00:00+01:00.' },
	);
}

/** Years of other than four digits are mistyped, and no vendor's cursor takes them. */
function timeOf(value: unknown, timezone: string): number | undefined {
	try {
		const time = tryToParseDateTime(value, timezone);
		return time.year >= 1000 && time.year <= 9999 ? time.toMillis() : undefined;
	} catch {
		return undefined;
	}
}

/**
 * What defines the feed that a trigger follows, as text: with another one it begins anew.
 * @param names of the vendor's fields that do
 * @param startDate as it was typed: what an expression gives may be another date at each poll
 */
export const feedKey = (
	site: string,
	fields: FieldReader,
	names: readonly string[],
	startDate: unknown,
): string =>
	JSON.stringify([
		site,
		...[...names, 'startFrom'].map((name) => String(fields<unknown>(name, '') ?? '')),
		startDate ?? '',
	]);
