import { choiceField, dateField, type Field, switchField, textField } from '../../shared/field';
import { isNo } from '../../shared/values/typedValue';

/** The two fields of a period. */
export interface PeriodFields {
	readonly after: Field<number | undefined>;
	readonly before: Field<number | undefined>;
}

/** A period. @param kind what its names begin with, and `what` happened in it */
const periodFields = (kind: 'occurred' | 'sent', what: string): PeriodFields => ({
	after: dateField({
		displayName: kind === 'sent' ? 'Sent After' : 'Occurred After',
		name: `${kind}After`,
		within: 'filters',
		type: 'dateTime',
		default: '',
		description: `Only what ${what} at this time or later. Without a time zone, it is the workflow's.`,
	}),
	before: dateField({
		displayName: kind === 'sent' ? 'Sent Before' : 'Occurred Before',
		name: `${kind}Before`,
		within: 'filters',
		type: 'dateTime',
		default: '',
		description: `Only what ${what} before this time`,
	}),
});

export const OCCURRED = periodFields('occurred', 'happened');
export const SENT = periodFields('sent', 'was sent');

export const onlyFirst = switchField({
	displayName: 'Only First',
	name: 'unique',
	within: 'filters',
	type: 'boolean',
	default: false,
	description:
		'Whether to get only the first of each recipient, of clicks the first on each link of an e-mail',
});

export const onlyUnsubscribed = switchField({
	displayName: 'Unsubscribed',
	name: 'unsubscribed',
	within: 'filters',
	type: 'boolean',
	default: false,
	description: 'Whether to get only those who have unsubscribed by this e-mail',
});

/** A field of text that takes a whole number. @param what it is, and `advice` what to enter */
const digits = (field: Field<string>, what: string, advice: string): Field<string> =>
	field.refined((typed, displayName) => {
		if (typed === '' || /^\d{1,15}$/.test(typed)) return typed;
		throw isNo(what, typed, displayName, advice);
	});

export const idAbove = digits(
	textField({
		displayName: 'ID Above',
		name: 'idAbove',
		within: 'filters',
		type: 'string',
		default: '',
		placeholder: 'e.g. 72210',
		description: 'Only events with a higher ID than this one',
	}),
	'ID',
	'Enter the whole number of an event, such as 72210.',
);

const destinations = (field: Field<string>) =>
	digits(field, 'number of destinations', 'Enter a whole number, such as 100.');

export const maxDestinations = destinations(
	textField({
		displayName: 'Max Destinations',
		name: 'maxDestinations',
		within: 'filters',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1000',
		description: 'Only emailings to at most so many people',
	}),
);

export const minDestinations = destinations(
	textField({
		displayName: 'Min Destinations',
		name: 'minDestinations',
		within: 'filters',
		type: 'string',
		default: '',
		placeholder: 'e.g. 100',
		description: 'Only emailings to at least so many people',
	}),
);

export const followUps = choiceField({
	displayName: 'Follow-Ups',
	name: 'followups',
	within: 'filters',
	type: 'options',
	options: [
		{ name: 'Both', value: 'both' },
		{ name: 'No Follow-Ups', value: 'no' },
		{ name: 'Only Follow-Ups', value: 'yes' },
	],
	default: 'both',
	description: 'Whether it was sent by a follow-up action',
});

export const tests = choiceField({
	displayName: 'Tests',
	name: 'test',
	within: 'filters',
	type: 'options',
	options: [
		{ name: 'Both', value: 'both' },
		{ name: 'No Tests', value: 'no' },
		{ name: 'Only Tests', value: 'yes' },
	],
	default: 'both',
	description: 'Whether it was a test',
});

export const emailingType = choiceField({
	displayName: 'Type',
	name: 'type',
	within: 'filters',
	type: 'options',
	options: [
		{ name: 'Both', value: 'both' },
		{ name: 'Individual', value: 'individual' },
		{ name: 'Mass', value: 'mass' },
	],
	default: 'both',
	description: 'Whether it was sent to many or to one',
});
