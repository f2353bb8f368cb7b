import { UserError } from 'n8n-workflow';
import { shown } from '../../shared/editor/listProperties';
import { choiceField, textField } from '../../shared/field';
import { quoted } from '../../shared/values/typedValue';

/** A page of an e-mail in Procurios, or its path in the API; n8n matches it whole. */
const EMAIL_URL = '.*/(?:mailing2|l/email_api/tracking)/(\\d+)(?:[/?#].*)?';

/** The e-mail, picked from the list, by tracking ID, or by its address in Procurios. */
export const email = textField({
	displayName: 'E-Mail',
	name: 'emailId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The tracked e-mail: a mailing, or a step of a journey',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an e-mail...',
			typeOptions: { searchListMethod: 'searchEmails', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 50211',
			validation: [
				{
					type: 'regex',
					properties: { regex: '^\\s*\\d+\\s*$', errorMessage: 'A tracking ID is a number' },
				},
			],
		},
		{
			// Procurios: undocumented whether the number in an admin page's address is always the tracking
			// ID; in the samples it is, for mailings and for steps of journeys.
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://www.example.org/mailing2/50211/edit#statistics',
			extractValue: { type: 'regex', regex: EMAIL_URL },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: EMAIL_URL,
						errorMessage:
							'The address of the e-mail\'s statistics page contains "/mailing2/" and a number',
					},
				},
			],
		},
	],
}).refined((id, displayName) => {
	if (/^\d{1,15}$/.test(id)) return id;
	throw new UserError(`${displayName} ${quoted(id)} is no ID of an e-mail`, {
		description: 'Pick the e-mail from the list, or enter its tracking ID: a number such as 50211.',
	});
});

export const emailScope = choiceField({
	displayName: 'From',
	name: 'emailScope',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'All E-Mails', value: 'all' },
		{ name: 'One E-Mail', value: 'one' },
	],
	default: 'all',
	description: 'Which e-mails to read: every tracked e-mail, or a single one',
});

/** Fields for one e-mail or all of them. */
export const emailFields = [emailScope.property, ...shown(emailScope.is('one'), [email.property])];

/** The description of Output. */
export const OUTPUT =
	'The record as Procurios returns it, or an event with the same fields for every service';

export const traffic = choiceField({
	displayName: 'Traffic',
	name: 'traffic',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'All', value: 'all', description: 'People and machines' },
		{
			name: 'Bot',
			value: 'bot',
			description: 'Only what Procurios takes for a machine, such as a security scanner',
		},
		{ name: 'Human', value: 'human', description: 'Only what Procurios takes for a person' },
	],
	default: 'all',
	description: 'Whose activity to return, as Procurios classifies it',
});
