import type { INodeProperties } from 'n8n-workflow';
import type { ShowWhen } from '../../shared/editor/listProperties';
import { PRODUCTS } from '../products';
import { AMSTERDAM } from '../vendor';

export const productOptions = Object.entries(PRODUCTS).map(([value, { name }]) => ({
	name,
	value,
	description:
		value === 'ms'
			? 'Drag-and-drop templates'
			: 'HTML templates; its IDs are numbered on their own',
}));

export const productField: INodeProperties = {
	displayName: 'Product',
	name: 'product',
	type: 'options',
	noDataExpression: true,
	options: productOptions,
	default: 'ms',
	description: 'The part of Copernica that the e-mail was made and sent with',
};

const scopeField: INodeProperties = {
	displayName: 'From',
	name: 'scope',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'All Emailings', value: 'account' },
		{ name: 'One Emailing', value: 'emailing' },
	],
	default: 'account',
	description: 'Which e-mails to look at: all of the account, or one emailing',
};

/** The emailing, picked from the list or by its ID. */
export const emailingField: INodeProperties = {
	displayName: 'Emailing',
	name: 'emailingId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The mailing; each product numbers its own',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an emailing...',
			typeOptions: { searchListMethod: 'searchEmailings', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1204' },
	],
};

const WHAT = { sent: 'was sent', done: 'happened' };

export const afterField = (name: string, what: keyof typeof WHAT): INodeProperties => ({
	displayName: what === 'sent' ? 'Sent After' : 'Occurred After',
	name,
	type: 'dateTime',
	default: '',
	description: `Only what ${WHAT[what]} at this time or later. Without a time zone, it is the workflow's.`,
});

export const beforeField = (name: string, what: keyof typeof WHAT): INodeProperties => ({
	displayName: what === 'sent' ? 'Sent Before' : 'Occurred Before',
	name,
	type: 'dateTime',
	default: '',
	description: `Only what ${WHAT[what]} before this time`,
});

/** The filters of a list. @param show by other fields than resource and operation */
export const filtersOf = (options: INodeProperties[], show: ShowWhen = {}): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options,
	...(Object.keys(show).length > 0 ? { displayOptions: { show: { ...show } } } : {}),
});

/** The description of Output. */
export const OUTPUT =
	'The record as Copernica returns it, or an event with the same fields for every service';

export const timeZoneOption: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'options',
	options: [
		{ name: 'Amsterdam', value: AMSTERDAM },
		{ name: 'UTC', value: 'UTC' },
	],
	default: AMSTERDAM,
	description:
		"The zone of Copernica's times, which come without one; its documents do not say which it is. It counts for filters by time, and for the time of tracking events, which is in UTC in any case.",
};

export const pathNamesOption: INodeProperties = {
	displayName: 'Path Names',
	name: 'pathNames',
	type: 'options',
	options: [
		{
			name: 'By API Version',
			value: 'auto',
			description: 'Draganddrop and html in v4, ms and publisher before',
		},
		{ name: 'Draganddrop and Html', value: 'new' },
		{ name: 'Ms and Publisher', value: 'old' },
	],
	default: 'auto',
	description:
		'What the products are called in the addresses of the API. Change it where Copernica answers "Invalid method": its documents disagree.',
};

export const recipientOptions: INodeProperties[] = [
	{
		displayName: 'Add Recipient',
		name: 'addRecipient',
		type: 'boolean',
		default: false,
		description:
			'Whether to add the e-mail address and the profile of the recipient. For this, each profile is asked for once, and where a record names no profile, each destination too. Copernica bills these calls.',
	},
	{
		displayName: 'E-Mail Field',
		name: 'addressField',
		type: 'string',
		default: '',
		placeholder: 'e.g. email',
		description:
			'The field of your database that holds the e-mail address, for Add Recipient. Empty: the one called email, e-mailadres or the like.',
	},
];

/** Which e-mails of a product: those of the account or of one emailing. */
export const scopeFields: INodeProperties[] = [
	scopeField,
	{ ...emailingField, displayOptions: { show: { scope: ['emailing'] } } },
];
