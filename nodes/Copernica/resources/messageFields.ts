import { choicesField, dateTimeField, wholeNumberField } from '../../shared/field';
import type { Day } from '../../shared/paging/dateWindow';
import { isNo } from '../../shared/values/typedValue';
import { KINDS, kinds } from '../products';

/** A kind of events as a menu has it. */
const titled = (plural: string) => plural[0]!.toUpperCase() + plural.slice(1);

export const eventsFilter = choicesField({
	displayName: 'Events',
	name: 'events',
	within: 'filters',
	type: 'multiOptions',
	options: kinds.map((value) => ({ name: titled(KINDS[value].plural), value })),
	default: [],
	description: 'Only these; empty: all, also attempts and what else Copernica has',
});

/**
 * A day as it was typed, whatever its time: the vendor takes days, of UTC.
 * @throws UserError where there is nothing: before the service each piece is a call, and in vain
 */
function dayOf(date: { toISODate(): string | null } | undefined, displayName: string) {
	const day = (date?.toISODate() ?? undefined) as Day | undefined;
	if (day === undefined || day >= '2000-01-01') return day;
	throw isNo('date', day, displayName, 'Copernica has nothing from before the year 2000.');
}

export const startDate = dateTimeField({
	displayName: 'Start Date',
	name: 'startDate',
	within: 'filters',
	type: 'dateTime',
	default: '',
	description:
		'Only what happened on this day of UTC or later; a time of day in it is not looked at. If End Date is empty, too, Copernica gives the month after a message was sent, and of all others the last month.',
}).refined(dayOf);

export const endDate = dateTimeField({
	displayName: 'End Date',
	name: 'endDate',
	within: 'filters',
	type: 'dateTime',
	default: '',
	description:
		'Only what happened before this day of UTC; a time of day in it is not looked at. Without Start Date, Copernica gives the month before it. Empty: up to now.',
}).refined(dayOf);

/** The vendor cuts what is asked for to a month, the shortest of which this is, and may change that. */
export const DAYS_AT_ONCE = 28;

export const daysAtOnce = wholeNumberField({
	displayName: 'Days per Request',
	name: 'daysAtOnce',
	within: 'options',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: DAYS_AT_ONCE },
	default: DAYS_AT_ONCE,
	isCapped: true,
	description:
		'How many days to ask for at once. Copernica cuts what is longer than a month without a word, and may change that.',
});
