import { switchField, textField } from '../field';

/** The cursor to start at; an expression may give an e-mail's ID as a number, or nothing yet. */
export const continueAfter = textField({
	displayName: 'Continue After',
	name: 'continueAfter',
	within: 'options',
	type: 'string',
	default: '',
	description:
		'Return only what comes after this cursor, which an earlier run gave for the same resource and the same other fields. Leave empty to start at the beginning.',
});

export const includeCursor = switchField({
	displayName: 'Include Cursor',
	name: 'includeCursor',
	within: 'options',
	type: 'boolean',
	default: false,
	description:
		'Whether to add a field "cursor" to each item. Use it in Continue After to resume after that item.',
});
