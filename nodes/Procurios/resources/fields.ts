import type { INodeProperties } from 'n8n-workflow';

/** A page of an e-mail in Procurios, or its path in the API; n8n matches it whole. */
const EMAIL_URL = '.*/(?:mailing2|l/email_api/tracking)/(\\d+)(?:[/?#].*)?';

/** The e-mail, picked from the list, by tracking ID, or by its address in Procurios. */
export const emailField: INodeProperties = {
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
};

/** Fields for one e-mail or all of them. */
export const emailFields: INodeProperties[] = [
	{
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
	},
	{ ...emailField, displayOptions: { show: { emailScope: ['one'] } } },
];

/** The description of Output. */
export const OUTPUT =
	'The record as Procurios returns it, or an event with the same fields for every service';

export const trafficField = (usual: 'all' | 'human' = 'all'): INodeProperties => ({
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
	default: usual,
	description: 'Whose activity to return, as Procurios classifies it',
});
