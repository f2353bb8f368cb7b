import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	singleOptions,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { getMany } from '../../shared/run/getMany';
import { emailing as oneEmailing, emailings, statistics } from '../lists';
import { copernica } from '../vendor';
import {
	afterField,
	beforeField,
	emailingField,
	filtersOf,
	pathNamesOption,
	productField,
	timeZoneOption,
} from './fields';

const shownFor = (...operation: string[]) => ({ resource: ['emailing'], operation });
const many = shownFor(...LIST_OPERATIONS);

const choice = (
	displayName: string,
	name: string,
	description: string,
	[yes, no]: [yes: string, no: string],
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: [
		{ name: 'Both', value: 'both' },
		{ name: no, value: 'no' },
		{ name: yes, value: 'yes' },
	],
	default: 'both',
	description,
});

const filters: INodeProperties[] = [
	choice('Follow-Ups', 'followups', 'Whether it was sent by a follow-up action', [
		'Only Follow-Ups',
		'No Follow-Ups',
	]),
	{
		displayName: 'Max Destinations',
		name: 'maxDestinations',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1000',
		description: 'Only emailings to at most so many people',
	},
	{
		displayName: 'Min Destinations',
		name: 'minDestinations',
		type: 'string',
		default: '',
		placeholder: 'e.g. 100',
		description: 'Only emailings to at least so many people',
	},
	afterField('sentAfter', 'sent'),
	beforeField('sentBefore', 'sent'),
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Both', value: 'both' },
			{ name: 'Individual', value: 'individual' },
			{ name: 'Mass', value: 'mass' },
		],
		default: 'both',
		description: 'Whether it was sent to many or to one',
	},
];

const test = choice('Tests', 'test', 'Whether it was a test', ['Only Tests', 'No Tests']);

export const emailing: INodeProperties[] = [
	operationField('emailing', [
		exportOption(copernica, emailings),
		{
			name: 'Get',
			value: 'get',
			action: 'Get an emailing',
			description: 'Get one emailing; of Marketing Suite, with its tags',
			routing: getMany(copernica, oneEmailing),
		},
		getManyOption(copernica, emailings, 'Get the emailings of the account'),
		{
			name: 'Get Statistics',
			value: 'getStatistics',
			action: 'Get the statistics of an emailing',
			description:
				'Get the totals of an emailing: deliveries, errors, impressions, clicks, unsubscribes, abuses',
			routing: getMany(copernica, statistics),
		},
	]),
	...updateDisplayOptions({ show: shownFor('get', ...LIST_OPERATIONS, 'getStatistics') }, [
		productField,
	]),
	...updateDisplayOptions({ show: shownFor('get', 'getStatistics') }, [emailingField]),
	...limitFields(many),
	...updateDisplayOptions({ show: many }, [
		filtersOf(filters, { product: ['ms'] }),
		filtersOf([...filters.slice(0, -1), test, ...filters.slice(-1)], { product: ['publisher'] }),
	]),
	...updateDisplayOptions({ show: shownFor('getStatistics') }, [
		filtersOf([afterField('occurredAfter', 'done'), beforeField('occurredBefore', 'done')]),
	]),
	...listOptions(many, copernica, { cursor: true, own: [pathNamesOption, timeZoneOption] }),
	singleOptions(shownFor('get'), copernica, [pathNamesOption]),
	singleOptions(shownFor('getStatistics'), copernica, [pathNamesOption, timeZoneOption]),
];
