import type { INodeProperties, INodePropertyOptions, INodePropertyRouting } from 'n8n-workflow';
import { MOST_REQUESTS_AT_ONCE } from '../params';
import { MOST_RECORDS_PER_FILE, MOST_RECORDS_PER_ITEM, RECORDS_PER_FILE } from '../run/limits';
import type { Vendor } from '../vendor';

/** Where a field is shown: by the values of other fields. */
export type ShowWhen = Readonly<Record<string, string[]>>;

/** The operation menu of a resource. */
export const operationField = (
	resource: string,
	options: Array<INodePropertyOptions & { routing: INodePropertyRouting }>,
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options,
	default: 'getAll',
	displayOptions: { show: { resource: [resource] } },
	...(options.some(({ value }) => value === 'getAll') ? {} : { default: options[0]!.value }),
});

/** The operations of every list. */
export const LIST_OPERATIONS = ['export', 'getAll'];

/** The operations among those that a field is shown for, that give items, and that write files. */
function splitByKind(show: ShowWhen): { ofItems: ShowWhen[]; ofFiles: ShowWhen[] } {
	const { operation = [] } = show;
	const files = operation.filter((each) => each.startsWith('export'));
	const items = operation.filter((each) => !files.includes(each));
	const shownFor = (some: string[]) => (some.length > 0 ? [{ ...show, operation: some }] : []);
	return { ofItems: shownFor(items), ofFiles: shownFor(files) };
}

/** Return All and Limit, as every list has them, and the format where it is exported. */
export const limitFields = (show: ShowWhen): INodeProperties[] => [
	...splitByKind(show).ofItems.map(returnAll),
	...splitByKind(show).ofFiles.map((shown) => ({ ...returnAll(shown), default: true })),
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...show, returnAll: [false] } },
	},
	...splitByKind(show).ofFiles.map(formatField),
];

const returnAll = (show: ShowWhen): INodeProperties => ({
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
	displayOptions: { show: { ...show } },
});

const formatField = (show: ShowWhen): INodeProperties => ({
	displayName: 'Format',
	name: 'format',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'CSV',
			value: 'csv',
			description:
				'A table with a header in each file; fields that have no column stand as JSON in the last one, "other"',
		},
		{
			name: 'NDJSON',
			value: 'ndjson',
			description: 'One JSON object per line, for warehouses and scripts',
		},
	],
	default: 'ndjson',
	displayOptions: { show: { ...show } },
});

/** The vendor's record or the tracking event, for lists that hold events. */
export const outputField = (show: ShowWhen, description: string): INodeProperties => ({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Record',
			value: 'record',
			description: 'The record as the service gives it',
		},
		{
			name: 'Tracking Event',
			value: 'trackingEvent',
			description:
				'The same fields for every service: type, time, e-mail, recipient, link, bounce, bot',
		},
	],
	default: 'record',
	description,
	displayOptions: { show: { ...show } },
});

interface OfList {
	/** Whether the list can be read on from a cursor. */
	readonly cursor: boolean;
	/** The vendor's own. */
	readonly own?: INodeProperties[];
}

/** Options of every list, and the vendor's own; those about cursors only where the list has them. */
export const listOptions = (
	show: ShowWhen,
	vendor: Vendor,
	{ cursor, own = [] }: OfList,
): INodeProperties[] => [
	...splitByKind(show).ofItems.map((shown) =>
		optionsOf(shown, vendor, [
			...own,
			...(cursor ? [continueAfterOption, includeCursorOption] : []),
			recordsPerItemOption,
		]),
	),
	...splitByKind(show).ofFiles.map((shown) =>
		optionsOf(shown, vendor, [
			...own,
			...(cursor ? [continueAfterOption] : []),
			outputFieldOption,
			recordsPerFileOption,
		]),
	),
];

/** Options of an operation that gives one thing. */
export const singleOptions = (show: ShowWhen, vendor: Vendor, own: INodeProperties[] = []) =>
	optionsOf(show, vendor, own);

const optionsOf = (
	show: ShowWhen,
	vendor: Vendor,
	options: INodeProperties[],
): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...options, { ...requestsAtOnceOption, default: vendor.requestsAtOnce }],
	displayOptions: { show: { ...show } },
});

export const requestsAtOnceOption: INodeProperties = {
	displayName: 'Max Concurrent Requests',
	name: 'requestsAtOnce',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_REQUESTS_AT_ONCE },
	default: 8,
	description:
		'How many requests to the service may run at once, over all items and workflows. Starts at 2, rises to this number while the service responds well, and drops when it is busy.',
};

const continueAfterOption: INodeProperties = {
	displayName: 'Continue After',
	name: 'continueAfter',
	type: 'string',
	default: '',
	description:
		'Return only what comes after this cursor, which an earlier run gave for the same resource and the same other fields. Leave empty to start at the beginning.',
};

const includeCursorOption: INodeProperties = {
	displayName: 'Include Cursor',
	name: 'includeCursor',
	type: 'boolean',
	default: false,
	description:
		'Whether to add a field "cursor" to each item. Use it in Continue After to resume after that item.',
};

const recordsPerItemOption: INodeProperties = {
	displayName: 'Records per Item',
	name: 'recordsPerItem',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_RECORDS_PER_ITEM },
	default: 1,
	description:
		'How many records an item holds, in its field "records". With 1, each record is an item of its own; more make large lists fast, such as 1,000 for a database.',
};

const outputFieldOption: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	description: 'The name of the output binary field to put the file in',
};

/** An option of lists that ascend by the time of `happenedAt`. */
export const minAgeOption: INodeProperties = {
	displayName: 'Minimum Age in Minutes',
	name: 'minAge',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'Read only up to what was done so many minutes ago. What the service writes a little late, with an older time, is then not missed by a later run that continues after this one.',
};

const recordsPerFileOption: INodeProperties = {
	displayName: 'Records per File',
	name: 'recordsPerFile',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_RECORDS_PER_FILE },
	default: RECORDS_PER_FILE,
	description: 'How many records a file holds at most; one file at a time is in memory',
};
