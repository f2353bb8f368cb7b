import type { INodeProperties } from 'n8n-workflow';
import { postOperation } from '../../shared/run/post';
import { operationField, singleOptions } from '../../shared/editor/listProperties';
import { proxyAddressCall } from '../proxyAddresses';
import { iovox } from '../vendor';
import { LINK_ID } from './fields';
import { proxyFields } from './sendFields';

const show = { resource: ['proxyAddress'], operation: ['create'] };

const [proxyDomain, proxyName] = proxyFields;

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
	{
		displayName: 'Addresses From',
		name: 'inputMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Fields Below', value: 'fields' },
			{ name: 'JSON', value: 'json', description: 'An array, such as an earlier node gives it' },
		],
		default: 'fields',
		displayOptions: { show },
	},
	{
		displayName: 'Addresses',
		name: 'addresses',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add address',
		default: { entries: [{}] },
		description: 'All of them are asked for in one call',
		options: [
			{
				displayName: 'Entries',
				name: 'entries',
				values: [
					{
						displayName: 'Link ID',
						name: 'linkId',
						type: 'string',
						required: true,
						default: '',
						placeholder: 'e.g. garage-17',
						description: `${LINK_ID}. It must exist.`,
					},
					{
						displayName: 'Sender Address',
						name: 'senderAddress',
						type: 'string',
						required: true,
						default: '',
						placeholder: 'e.g. sales@example.com',
					},
					{
						displayName: 'Recipient Address',
						name: 'recipientAddress',
						type: 'string',
						required: true,
						default: '',
						placeholder: 'e.g. kim@example.org',
					},
					{ ...proxyDomain!, required: true },
					proxyName!,
				],
			},
		],
		displayOptions: { show: { ...show, inputMode: ['fields'] } },
	},
	{
		displayName: 'Addresses (JSON)',
		name: 'addressesJson',
		type: 'json',
		required: true,
		default: '[]',
		description:
			'An array such as [{"link_id": "garage-17", "sender_address": "sales@example.com", "recipient_address": "kim@example.org", "proxy_domain": "example.net"}]; proxy_name may be added',
		displayOptions: { show: { ...show, inputMode: ['json'] } },
	},
	singleOptions(show, iovox),
];
