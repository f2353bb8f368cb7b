import type { INodeProperties } from 'n8n-workflow';
import { postOperation } from '../../shared/run/post';
import { operationField, shown, singleOptions } from '../../shared/editor/listProperties';
import { proxyAddressCall } from '../proxyAddresses';
import { iovox } from '../vendor';
import { addresses, addressesJson, inputMode } from './proxyFields';

const show = { resource: ['proxyAddress'], operation: ['create'] };

export const proxyAddress: INodeProperties[] = [
	operationField('proxyAddress', [
		{
			name: 'Create',
			value: 'create',
			action: 'Create proxy addresses',
			description: 'Create one or several addresses through which two parties write to each other',
			routing: postOperation(iovox, proxyAddressCall),
		},
	]),
	...shown(show, [
		inputMode.property,
		...shown(inputMode.is('fields'), [addresses.property]),
		...shown(inputMode.is('json'), [addressesJson.property]),
	]),
	singleOptions(show, iovox),
];
