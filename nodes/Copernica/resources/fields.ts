import { UserError } from 'n8n-workflow';
import { shown } from '../../shared/editor/listProperties';
import { choiceField, switchField, textField } from '../../shared/field';
import { AMSTERDAM } from '../vendor';

export const productField = choiceField({
	displayName: 'Product',
	name: 'product',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Marketing Suite', value: 'ms', description: 'Drag-and-drop templates' },
		{
			name: 'Publisher',
			value: 'publisher',
			description: 'HTML templates; its IDs are numbered on their own',
		},
	],
	default: 'ms',
	description: 'The part of Copernica that the e-mail was made and sent with',
});

export const scopeField = choiceField({
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
});

/** The emailing, picked from the list or by its ID. */
export const emailingField = textField({
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
}).refined((id, displayName) => {
	if (id !== '') return id;
	throw new UserError('No emailing is chosen', {
		description: `Pick one in ${displayName}, or enter its ID, such as 1204.`,
	});
});

/** Which e-mails of a product: those of the account or of one emailing. */
export const scopeFields = [
	scopeField.property,
	...shown(scopeField.is('emailing'), [emailingField.property]),
];

/** @throws UserError where it is empty */
function neededId(id: string, displayName: string): string {
	if (id !== '') return id;
	throw new UserError(`${displayName} is empty`, {
		description: `Enter the ID of a ${displayName.replace(' ID', '').toLowerCase()}.`,
	});
}

export const destinationId = textField({
	displayName: 'Destination ID',
	name: 'destinationId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 650017',
	description:
		'As an event or a list of destinations has it. Marketing Suite takes the number or the message ID, Publisher the long ID.',
}).refined(neededId);

export const profileId = textField({
	displayName: 'Profile ID',
	name: 'profileId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 310045',
	description: 'As an event, a destination or Add Recipient has it',
}).refined(neededId);

/** The description of Output. */
export const OUTPUT =
	'The record as Copernica returns it, or an event with the same fields for every service';

/**
 * The zone of times that come without one.
 * Copernica: undocumented; a client that tested at length found that of Amsterdam, another takes UTC.
 */
export const timeZone = choiceField({
	displayName: 'Time Zone',
	name: 'timeZone',
	within: 'options',
	type: 'options',
	options: [
		{ name: 'Amsterdam', value: AMSTERDAM },
		{ name: 'UTC', value: 'UTC' },
	],
	default: AMSTERDAM,
	description:
		"The zone of Copernica's times, which come without one; its documents do not say which it is. It counts for filters by time, and for the time of tracking events, which is in UTC in any case.",
});

/** What the products are called in paths. */
export const pathNames = choiceField({
	displayName: 'Path Names',
	name: 'pathNames',
	within: 'options',
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
});

export const addRecipient = switchField({
	displayName: 'Add Recipient',
	name: 'addRecipient',
	within: 'options',
	type: 'boolean',
	default: false,
	description:
		'Whether to add the e-mail address and the profile of the recipient. For this, each profile is asked for once, and where a record names no profile, each destination too. Copernica bills these calls.',
});

export const addressField = textField({
	displayName: 'E-Mail Field',
	name: 'addressField',
	within: 'options',
	type: 'string',
	default: '',
	placeholder: 'e.g. email',
	description:
		'The field of your database that holds the e-mail address, for Add Recipient. Empty: the one called email, e-mailadres or the like.',
});

export const recipientOptions = [addRecipient, addressField];
