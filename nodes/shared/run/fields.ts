import { choiceField, minutesField, switchField, textField, wholeNumberField } from '../field';
import type { FieldReader } from '../feed';
import type { Vendor } from '../vendor';

export const returnAll = switchField({
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
});

/** Return All of an export, for which there is room. */
export const exportAll = switchField({ ...returnAll.property, default: true });

/** Of an expression that gives nothing, nobody would see that it left most of a list out. */
export const limit = wholeNumberField({
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	isNeeded: true,
	description: 'Max number of results to return',
});

/** How many outputs are wanted: records, or tracking events. */
export const limitOf = (fields: FieldReader): number =>
	returnAll.in(fields) ? Infinity : limit.in(fields);

export const format = choiceField({
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
});

/** The vendor's record or the tracking event, for lists that hold events. */
export const output = choiceField({
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
});

/** Whether the output is tracking events. */
export const wantsEvents = (fields: FieldReader): boolean => output.in(fields) === 'trackingEvent';

export const requestsAtOnceField = ({ requestsAtOnce }: Pick<Vendor, 'requestsAtOnce'>) =>
	wholeNumberField({
		displayName: 'Max Concurrent Requests',
		name: 'requestsAtOnce',
		within: 'options',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20 },
		default: requestsAtOnce,
		isCapped: true,
		description:
			'How many requests to the service may run at once, over all items and workflows. Starts at 2, rises to this number while the service responds well, and drops when it is busy.',
	});

/** How far the number of requests at a time may rise, from the option or the vendor's default. */
export const requestsAtOnce = (fields: FieldReader, vendor: Vendor): number =>
	requestsAtOnceField(vendor).in(fields);

export const recordsPerItem = wholeNumberField({
	displayName: 'Records per Item',
	name: 'recordsPerItem',
	within: 'options',
	type: 'number',
	// n8n stores, shows and passes on an item as a whole.
	typeOptions: { minValue: 1, maxValue: 10_000 },
	default: 1,
	description:
		'How many records an item holds, in its field "records". With 1, each record is an item of its own; more make large lists fast, such as 1,000 for a database.',
});

/** The name of the binary field that a file is put in. */
export const outputFileField = textField({
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	within: 'options',
	type: 'string',
	default: 'data',
	description: 'The name of the output binary field to put the file in',
});

/** An option of lists that ascend by the time of `happenedAt`. */
export const minAge = minutesField({
	displayName: 'Minimum Age in Minutes',
	name: 'minAge',
	within: 'options',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'Read only up to what was done so many minutes ago. What the service writes a little late, with an older time, is then not missed by a later run that continues after this one.',
});

export const recordsPerFile = wholeNumberField({
	displayName: 'Records per File',
	name: 'recordsPerFile',
	within: 'options',
	type: 'number',
	// A file is in memory as a whole.
	typeOptions: { minValue: 1, maxValue: 1_000_000 },
	default: 10_000,
	description: 'How many records a file holds at most; one file at a time is in memory',
});

/**
 * How long a request may take, in ms; undefined where the user did not say: as with nothing in it, n8n
 * takes its own with 0. The field is n8n's own, which each node has.
 */
export const timeout = wholeNumberField({
	displayName: 'Timeout',
	name: 'timeout',
	within: 'requestOptions',
	type: 'number',
	// Longer, no service takes to answer; above 24 days, timers fire at once.
	typeOptions: { minValue: 0, maxValue: 24 * 60 * 60 * 1_000 },
	default: 0,
	because: 'It is a number of milliseconds: 60000 are a minute.',
}).refined((ms) => (ms === 0 ? undefined : ms));
