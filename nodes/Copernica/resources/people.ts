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
import {
	account as oneAccount,
	destination as oneDestination,
	destinations,
	profile,
} from '../lists';
import { copernica } from '../vendor';
import {
	afterField,
	beforeField,
	filtersOf,
	pathNamesOption,
	productField,
	recipientOptions,
	scopeFields,
	timeZoneOption,
} from './fields';

const shownFor = (resource: string, ...operation: string[]) => ({
	resource: [resource],
	operation,
});

const many = shownFor('destination', ...LIST_OPERATIONS);
const period = [afterField('sentAfter', 'sent'), beforeField('sentBefore', 'sent')];

const unsubscribed: INodeProperties = {
	displayName: 'Unsubscribed',
	name: 'unsubscribed',
	type: 'boolean',
	default: false,
	description: 'Whether to get only those who have unsubscribed by this e-mail',
};

/** An e-mail to one person, and the person. */
export const people: INodeProperties[] = [
	operationField('account', [
		{
			name: 'Get',
			value: 'get',
			action: 'Get the account',
			description: 'Get name and ID of the account that the access token is for',
			routing: getMany(copernica, oneAccount),
		},
	]),
	singleOptions(shownFor('account', 'get'), copernica),
	operationField('destination', [
		exportOption(copernica, destinations),
		{
			name: 'Get',
			value: 'get',
			action: 'Get a destination',
			description: 'Get one e-mail to one person, which events name',
			routing: getMany(copernica, oneDestination),
		},
		getManyOption(copernica, destinations, 'Get the e-mails to each person'),
	]),
	...updateDisplayOptions({ show: shownFor('destination', 'get', ...LIST_OPERATIONS) }, [
		productField,
	]),
	{
		displayName: 'Destination ID',
		name: 'destinationId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 650017',
		description:
			'As an event or a list of destinations has it. Marketing Suite takes the number or the message ID, Publisher the long ID.',
		displayOptions: { show: shownFor('destination', 'get') },
	},
	...updateDisplayOptions({ show: many }, scopeFields),
	...limitFields(many),
	...updateDisplayOptions({ show: many }, [
		filtersOf([...period, unsubscribed], { product: ['ms'] }),
		filtersOf(period, { product: ['publisher'] }),
	]),
	...listOptions(many, copernica, {
		cursor: true,
		own: [...recipientOptions, pathNamesOption, timeZoneOption],
	}),
	singleOptions(shownFor('destination', 'get'), copernica, [...recipientOptions, pathNamesOption]),
	operationField('profile', [
		{
			name: 'Get',
			value: 'get',
			action: 'Get a profile',
			description: 'Get a person of your databases, with all fields',
			routing: getMany(copernica, profile),
		},
	]),
	{
		displayName: 'Profile ID',
		name: 'profileId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 310045',
		description: 'As an event, a destination or Add Recipient has it',
		displayOptions: { show: shownFor('profile', 'get') },
	},
	singleOptions(shownFor('profile', 'get'), copernica),
];
