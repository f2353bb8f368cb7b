import type { INodeProperties } from 'n8n-workflow';
import { listResource } from '../../shared/editor/listResource';
import { DAYS_AT_ONCE, messageEvents } from '../messageEvents';
import { KINDS } from '../products';
import { copernica } from '../vendor';
import { filtersOf, OUTPUT, timeZoneOption } from './fields';
import {
	subjectFields,
	subjectOptions,
	taggedSubjects,
	tagsFilter,
	untaggedSubjects,
} from './subjects';

/** Kinds of events as a menu has them. */
const kindOptions = Object.entries(KINDS).map(([value, { plural }]) => ({
	name: plural[0]!.toUpperCase() + plural.slice(1),
	value,
}));

const filters: INodeProperties[] = [
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '',
		description:
			'Only what happened before this day of UTC; a time of day in it is not looked at. Without Start Date, Copernica gives the month before it. Empty: up to now.',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: kindOptions,
		default: [],
		description: 'Only these; empty: all, also attempts and what else Copernica has',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		description:
			'Only what happened on this day of UTC or later; a time of day in it is not looked at. If End Date is empty, too, Copernica gives the month after a message was sent, and of all others the last month.',
	},
];

export const messageEvent = listResource({
	vendor: copernica,
	resource: 'messageEvent',
	list: messageEvents,
	description:
		'Get what happened to a message, or to those of an address, a profile, tags or a template (API v1)',
	fields: [
		{
			displayName: 'Events Of',
			name: 'subject',
			type: 'options',
			noDataExpression: true,
			options: subjectOptions,
			default: 'message',
			description: 'What the events belong to. The credential needs API Version v1.',
		},
		...subjectFields('subject', {}),
	],
	filters: [
		filtersOf([...filters, tagsFilter], { subject: taggedSubjects }),
		filtersOf(filters, { subject: untaggedSubjects }),
	],
	output: OUTPUT,
	options: [
		{
			displayName: 'Days per Request',
			name: 'daysAtOnce',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: DAYS_AT_ONCE },
			default: DAYS_AT_ONCE,
			description:
				'How many days to ask for at once. Copernica cuts what is longer than a month without a word, and may change that.',
		},
		timeZoneOption,
	],
});
