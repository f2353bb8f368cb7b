import type { INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	shown,
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
	destinationId,
	pathNames,
	productField,
	profileId,
	recipientOptions,
	scopeFields,
	timeZone,
} from './fields';
import { onlyUnsubscribed, SENT } from './filters';

const shownFor = (resource: string, ...operation: string[]) => ({
	resource: [resource],
	operation,
});

const many = shownFor('destination', ...LIST_OPERATIONS);
const period = [SENT.after, SENT.before];

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
	...shown(shownFor('destination', 'get', ...LIST_OPERATIONS), [productField.property]),
	...shown(shownFor('destination', 'get'), [destinationId.property]),
	...shown(many, scopeFields),
	...limitFields(many),
	...shown(many, [
		...shown(productField.is('ms'), [filtersField([...period, onlyUnsubscribed])]),
		...shown(productField.is('publisher'), [filtersField(period)]),
	]),
	...listOptions(many, copernica, {
		cursor: true,
		own: [...recipientOptions, pathNames, timeZone],
	}),
	singleOptions(shownFor('destination', 'get'), copernica, [...recipientOptions, pathNames]),
	operationField('profile', [
		{
			name: 'Get',
			value: 'get',
			action: 'Get a profile',
			description: 'Get a person of your databases, with all fields',
			routing: getMany(copernica, profile),
		},
	]),
	...shown(shownFor('profile', 'get'), [profileId.property]),
	singleOptions(shownFor('profile', 'get'), copernica),
];
