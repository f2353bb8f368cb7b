import { type INodeProperties, UserError } from 'n8n-workflow';
import { optionsField, shown } from '../editor/listProperties';
import type { FieldReader } from '../feed';
import { choiceField, dateField, type Field, type ShowWhen, wholeNumberField } from '../field';
import { requestsAtOnceField } from '../run/fields';
import { plainText } from '../values/plainText';
import type { Vendor } from '../vendor';
import type { Source, StartFrom } from './source';

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
			.filter(({ name, type }) => name !== startDate.name && type !== 'notice')
			.flatMap(({ type, name, options = [] }) =>
				type === 'collection' ? options.map((option) => `${name}.${option.name}`) : [name],
			),
	),
];

const startFromField = choiceField({
	displayName: 'Start From',
	name: 'startFrom',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Beginning',
			value: 'beginning',
			description: 'All that the service holds, over as many polls as it takes',
		},
		{ name: 'Date', value: 'date', description: 'What happened since a date' },
		{
			name: 'Now',
			value: 'now',
			description: 'Only what happens after the workflow is published for the first time',
		},
	],
	default: 'now',
	description:
		'What to give out at first. Later polls continue where the last one ended, also after a pause of the workflow. A change starts anew.',
});

/** What an expression in it gives may be another date at each poll: it counts as it was typed. */
const startDate = dateField({
	displayName: 'Start Date',
	name: 'startDate',
	type: 'dateTime',
	required: true,
	default: '',
	description:
		"Events of this time and later are given out. Without a time zone, it is the workflow's.",
}).refined((time) => {
	if (time !== undefined) return time;
	throw new UserError('Start Date is empty', {
		description: 'Pick a date, or set Start From to Now.',
	});
});

/** Where the trigger starts: now, at a date, or at the beginning. */
export const startFields = (show: ShowWhen): INodeProperties[] =>
	shown(show, [startFromField.property, ...shown(startFromField.is('date'), [startDate.property])]);

/** Start From for a list that does not say when its records were made. */
export function startFieldsWithoutDate(show: ShowWhen): INodeProperties[] {
	const options = startFromField.property.options.filter(({ value }) => value !== 'date');
	return shown(show, [{ ...startFromField.property, options }]);
}

const maxEventsField = wholeNumberField({
	displayName: 'Max Events per Poll',
	name: 'maxEvents',
	within: 'options',
	type: 'number',
	// n8n takes some 120,000 items at once.
	typeOptions: { minValue: 1, maxValue: 50_000 },
	default: 10_000,
	because: 'n8n keeps all items of an execution in memory.',
	description:
		'How many events one execution is given at most. The next poll goes on with what is left; nothing is skipped.',
});

/** Options of every trigger, and the vendor's own, in alphabetical order. */
export const triggerOptions = (
	vendor: Vendor,
	own: ReadonlyArray<Field<unknown>> = [],
): INodeProperties =>
	goesOn(
		optionsField(
			[requestsAtOnceField(vendor), maxEventsField, ...own].sort((a, b) =>
				a.displayName < b.displayName ? -1 : 1,
			),
		),
	);

/** @throws UserError where an expression gave something else than a number that n8n can take */
export const maxEvents = (fields: FieldReader): number => maxEventsField.in(fields);

/** @throws UserError where Start Date is no date, or the list knows none */
export function startFrom(
	fields: FieldReader,
	{ name, hasDates }: Pick<Source, 'name' | 'hasDates'>,
): StartFrom {
	switch (startFromField.in(fields)) {
		case 'beginning':
			return -Infinity;
		case 'date':
			if (hasDates) return startDate.in(fields);
			throw new UserError(`The list of ${name} cannot be read from a date on`, {
				description:
					'Its records do not say when they were made: set Start From to Now or Beginning.',
			});
		default:
			return 'now';
	}
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
