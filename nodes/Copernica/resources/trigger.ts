import { UserError } from 'n8n-workflow';
import { choiceField, choicesField, wholeNumberField } from '../../shared/field';
import { SUBJECT_NAMES, SUBJECTS } from '../subjects';
import { productField, scopeField } from './fields';

export const events = choicesField({
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: [
		{
			name: 'Complaint',
			value: 'complaint',
			description: 'A recipient reported an e-mail as spam (abuse)',
			action: 'On complaint',
		},
		{
			name: 'E-Mail Bounced',
			value: 'bounce',
			description: 'A mail server refused an e-mail (error), also later',
			action: 'On e-mail bounced',
		},
		{
			name: 'E-Mail Delivered',
			value: 'delivery',
			description: 'A mail server accepted an e-mail',
			action: 'On e-mail delivered',
		},
		{
			name: 'E-Mail Opened',
			value: 'open',
			description: 'A recipient opened an e-mail (impression); each time',
			action: 'On e-mail opened',
		},
		{
			name: 'Link Clicked',
			value: 'click',
			description: 'A recipient clicked a link; each time',
			action: 'On link clicked',
		},
		{
			name: 'New Emailing',
			value: 'emailing',
			description: 'An emailing was sent, also to one person; of all emailings only',
			action: 'On new emailing',
		},
		{
			name: 'Unsubscribed',
			value: 'unsubscribe',
			description: 'A recipient unsubscribed; of Marketing Suite from API v3 on',
			action: 'On unsubscribed',
		},
	],
	required: true,
	default: ['click'],
	description:
		'What to report. Each costs a call per poll and product; with API v1, all together cost one. One that is added starts as Start From says; the others go on.',
}).refined((chosen, displayName) => {
	if (chosen.length > 0) return chosen;
	throw new UserError('No event is chosen', { description: `Choose one in ${displayName}.` });
});

/** From, with what API v1 has events of. */
export const followedScope = choiceField({
	...scopeField.property,
	options: [
		...scopeField.property.options,
		...SUBJECT_NAMES.map((value) => ({ name: `${SUBJECTS[value].name} (API V1)`, value })),
	],
	description:
		'Which e-mails to look at. Those of API v1 need a credential with that version, the others a later one.',
});

/** Product, of which both can be followed; of one emailing, the vendor's two are shown. */
export const followedProduct = choiceField({
	...productField.property,
	options: [
		{ name: 'Both', value: 'both', description: 'Twice as many calls' },
		...productField.property.options,
	],
	description: 'The part of Copernica that the e-mails are made and sent with',
});

/** How often each list is read again as far back as records may come late, in hours. */
export const sweepHours = wholeNumberField({
	displayName: 'Hours Between Sweeps',
	name: 'sweepHours',
	within: 'options',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 24 },
	default: 1,
	because: 'What is recorded late is looked for once a day at least.',
	description:
		'How often to look for what was recorded late: each sweep reads the events of 26 hours again, of bounces and complaints those of 7 days',
});
