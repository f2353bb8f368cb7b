import { UserError } from 'n8n-workflow';
import { choiceField, choicesField, wholeNumberField } from '../../shared/field';
import type { Disposition } from '../records';
import { dispositionOptions, textFilters } from './fields';

/** What happened to mails in which a disposition came up: in this order a mail goes through them. */
export const COURSE: readonly Disposition[] = [
	'queued',
	'noMxRecord',
	'undeliverable',
	'no_rules',
	'rule_error',
	'expired',
	'sent',
	'received_bounced',
];

/** Those that say that a mail did not arrive. */
const FAILURES = COURSE.filter((each) => !['queued', 'sent'].includes(each));

export const event = choiceField({
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Conversation Activity',
			value: 'conversation',
			description: 'Anything that happens to the e-mails of one conversation',
			action: 'On conversation activity',
		},
		{
			name: 'Disposition Changed',
			value: 'dispositionChanged',
			description: 'An e-mail came to another delivery state, whichever but Received',
			action: 'On disposition changed',
		},
		{
			name: 'E-Mail Bounced or Failed',
			value: 'failed',
			description: 'An e-mail came to one of the dispositions that you choose',
			action: 'On e-mail bounced or failed',
		},
		{
			name: 'E-Mail Read',
			value: 'read',
			description:
				'An image of an e-mail was loaded, or a tracked link clicked, for the first time; iovox does not tell which',
			action: 'On e-mail read',
		},
		{
			name: 'E-Mail Sent',
			value: 'sent',
			description: "The recipient's server has accepted an e-mail",
			action: 'On e-mail sent',
		},
		{
			name: 'New E-Mail',
			value: 'newEmail',
			description: 'An e-mail was received by iovox for processing, also a reply',
			action: 'On new e-mail',
		},
	],
	default: 'read',
});

export const dispositions = choicesField({
	displayName: 'Dispositions',
	name: 'dispositions',
	type: 'multiOptions',
	options: dispositionOptions,
	required: true,
	default: [...FAILURES],
	description:
		'Which delivery states to report, each once for an e-mail. Queued is none of the types of tracking events.',
}).refined((chosen, displayName) => {
	if (chosen.length > 0) return chosen;
	throw new UserError('No disposition is chosen', {
		description: `Choose at least one of ${displayName}.`,
	});
});

/** The trigger's filters, which all its searches have. */
export const followedFilters = [
	textFilters.link_id,
	textFilters.node_id,
	textFilters.recipient_address,
	textFilters.sender_address,
];

export const lookBackDays = wholeNumberField({
	displayName: 'Days to Look Back',
	name: 'lookBackDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 30 },
	default: 7,
	because: 'All e-mails of this time that may have changed are read with each poll.',
	description:
		'For how many days after it was received an e-mail is looked at again. A pause of the workflow does not count. More days take longer with each poll; another number begins anew as Start From says.',
});
