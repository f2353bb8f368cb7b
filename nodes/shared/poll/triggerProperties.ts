import { type INodeProperties, UserError } from 'n8n-workflow';
import type { FieldReader } from '../feed';
import { choice, dateField, wholeNumber } from '../params';
import { requestsAtOnceOption, type ShowWhen } from '../editor/listProperties';
import { plainText } from '../values/plainText';
import type { Vendor } from '../vendor';
import type { Source, StartFrom } from './source';

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
	description: 'All that the service holds, over as many polls as it takes',
};

/** Properties with which a trigger goes on from where it is, whatever they are changed to. */
const goingOn = new WeakSet<INodeProperties>();

/** Marks a property that does not define what is followed. */
export function goesOn(property: INodeProperties): INodeProperties {
	goingOn.add(property);
	return property;
}

/**
 * The fields that define what a trigger follows: with other values it is another feed, which begins
 * anew. They are all but those that are marked, so that none can be forgotten.
 */
export const definingFieldsOf = (properties: readonly INodeProperties[]): string[] => [
	...new Set(
		properties
			.filter((property) => !goingOn.has(property))
			.filter(({ name, type }) => name !== START_DATE && type !== 'notice')
			.flatMap(({ type, name, options = [] }) =>
				type === 'collection' ? options.map((option) => `${name}.${option.name}`) : [name],
			),
	),
];

/** What an expression in it gives may be another date at each poll: it counts as it was typed. */
const START_DATE = 'startDate';

const startFromField = (show: ShowWhen, options: INodeProperties['options']): INodeProperties => ({
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
export const startFields = (show: ShowWhen): INodeProperties[] => [
	startFromField(show, [BEGINNING, DATE, NOW]),
	{
		displayName: 'Start Date',
		name: START_DATE,
		type: 'dateTime',
		required: true,
		default: '',
		description:
			"Events of this time and later are given out. Without a time zone, it is the workflow's.",
		displayOptions: { show: { ...show, startFrom: ['date'] } },
	},
];

/** Start From for a list that does not say when its records were made. */
export const startFieldsWithoutDate = (show: ShowWhen): INodeProperties[] => [
	startFromField(show, [BEGINNING, NOW]),
];

/** Options of every trigger, and the vendor's own, in alphabetical order. */
export const triggerOptions = (vendor: Vendor, own: INodeProperties[] = []): INodeProperties =>
	goesOn({
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
				type: 'number' as const,
				typeOptions: { minValue: 1, maxValue: MOST_EVENTS },
				default: USUAL_EVENTS,
				description:
					'How many events one execution is given at most. The next poll goes on with what is left; nothing is skipped.',
			},
			...own,
		].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	});

/** @throws UserError where an expression gave something else than a number that n8n can take */
export function maxEvents(fields: FieldReader): number {
	return wholeNumber(fields, 'options.maxEvents', USUAL_EVENTS, 'Max Events per Poll', {
		most: MOST_EVENTS,
		because: 'n8n keeps all items of an execution in memory.',
	});
}

/** @throws UserError where Start Date is no date, or the list knows none */
export function startFrom(
	fields: FieldReader,
	{ name, hasDates }: Pick<Source, 'name' | 'hasDates'>,
): StartFrom {
	switch (choice(fields, 'startFrom', 'Start From', ['now', 'date', 'beginning'])) {
		case 'beginning':
			return -Infinity;
		case 'date':
			if (hasDates) return startDate(fields);
			throw new UserError(`The list of ${name} cannot be read from a date on`, {
				description:
					'Its records do not say when they were made: set Start From to Now or Beginning.',
			});
		default:
			return 'now';
	}
}

function startDate(fields: FieldReader): number {
	const time = dateField(fields, 'startDate', 'Start Date');
	if (time !== undefined) return time;
	throw new UserError('Start Date is empty', {
		description: 'Pick a date, or set Start From to Now.',
	});
}

/**
 * What defines the feed that a trigger follows, as text: with another one it begins anew.
 * @param names of the fields that do
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
		...names.map((name) => asText(fields<unknown>(name, ''))),
		startDate ?? '',
	]);

/**
 * A text for a value of a defining field. The order in which several were chosen says nothing. What no
 * field takes is refused where it is read, and has a text of some kind until then.
 */
function asText(value: unknown): string {
	if (Array.isArray(value)) return value.map(asText).sort().join();
	return typeof value === 'object' && value !== null ? plainText(value) : String(value ?? '');
}
