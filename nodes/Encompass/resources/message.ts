import type { INodeProperties } from 'n8n-workflow';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	singleOptions,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { getMany } from '../../shared/run/getMany';
import { activity, message as oneMessage, messages } from '../lists';
import { encompass } from '../vendor';
import { isoTimesOption, messageField } from './fields';

const shownFor = (...operation: string[]) => ({ resource: ['message'], operation });
const ofActivity = ['exportActivity', 'getActivity'];

const includeTotalsOption: INodeProperties = {
	displayName: 'Include Totals',
	name: 'includeTotals',
	type: 'boolean',
	default: false,
	description:
		'Whether to add how many recipients, deliveries, opens, clicks, bounces and links there are, at one request each',
};

export const message: INodeProperties[] = [
	operationField('message', [
		exportOption(encompass, activity, {
			name: 'Export Activity to File',
			value: 'exportActivity',
			action: 'Export the activity of a message to file',
			description: 'Write one record per recipient of a message to NDJSON or CSV files',
		}),
		exportOption(encompass, messages),
		{
			name: 'Get',
			value: 'get',
			action: 'Get a message',
			description: 'Get one message, with totals if wanted',
			routing: getMany(encompass, oneMessage),
		},
		{
			name: 'Get Activity',
			value: 'getActivity',
			action: 'Get the activity of a message',
			description:
				'Get one item per recipient of a message: delivered, bounced and why, opens, clicks with their links, first and last times',
			routing: getMany(encompass, activity),
		},
		getManyOption(encompass, messages, 'Get the messages of the site and its sub-communities'),
	]),
	{ ...messageField, displayOptions: { show: shownFor('get', ...ofActivity) } },
	...limitFields(shownFor(...LIST_OPERATIONS, ...ofActivity)),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Sent After',
				name: 'sentAfter',
				type: 'dateTime',
				default: '',
				description:
					"Only messages sent at this time or later; one that was not sent yet counts by its scheduled time. Without a time zone, it is the workflow's. Encompass has nothing from before 2016.",
			},
			{
				displayName: 'Sent Before',
				name: 'sentBefore',
				type: 'dateTime',
				default: '',
				description: 'Only messages sent before this time',
			},
		],
		displayOptions: { show: shownFor(...LIST_OPERATIONS) },
	},
	...listOptions(shownFor(...LIST_OPERATIONS), encompass, { cursor: true, own: [isoTimesOption] }),
	...listOptions(shownFor(...ofActivity), encompass, { cursor: false, own: [isoTimesOption] }),
	singleOptions(shownFor('get'), encompass, [isoTimesOption, includeTotalsOption]),
];
