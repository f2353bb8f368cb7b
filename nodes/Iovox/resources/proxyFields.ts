import { anyField, choiceField, propertiesOf, rowsField, textField } from '../../shared/field';
import { addressOf, required } from '../typed';
import { LINK_ID } from './fields';
import { proxyDomain, proxyName } from './sendFields';

export const inputMode = choiceField({
	displayName: 'Addresses From',
	name: 'inputMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Fields Below', value: 'fields' },
		{ name: 'JSON', value: 'json', description: 'An array, such as an earlier node gives it' },
	],
	default: 'fields',
});

/** The fields of an address that is asked for, by the names that they are sent under. */
export const addressFields = {
	link_id: required(
		textField({
			displayName: 'Link ID',
			name: 'linkId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. garage-17',
			description: `${LINK_ID}. It must exist.`,
		}),
	),
	sender_address: addressOf(
		textField({
			displayName: 'Sender Address',
			name: 'senderAddress',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. sales@example.com',
		}),
	),
	recipient_address: addressOf(
		textField({
			displayName: 'Recipient Address',
			name: 'recipientAddress',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. kim@example.org',
		}),
	),
	proxy_domain: required(textField({ ...proxyDomain.property, required: true })),
	proxy_name: proxyName,
};

export const addresses = rowsField({
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
			values: propertiesOf(Object.values(addressFields)),
		},
	],
});

/** An array as text; an expression may give the array itself. */
export const addressesJson = anyField({
	displayName: 'Addresses (JSON)',
	name: 'addressesJson',
	type: 'json',
	required: true,
	default: '[]',
	description:
		'An array such as [{"link_id": "garage-17", "sender_address": "sales@example.com", "recipient_address": "kim@example.org", "proxy_domain": "example.net"}]; proxy_name may be added',
});
