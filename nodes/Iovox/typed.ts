import { UserError } from 'n8n-workflow';
import type { Field } from '../shared/field';
import { bareAddress } from '../shared/values/address';
import { quoted } from '../shared/values/typedValue';

/** A text that was read from a field. @throws UserError where there is none */
export function requiredText(
	text: string,
	displayName: string,
	description = `iovox takes nothing without: fill in ${displayName}, or check what its expression gives.`,
): string {
	if (text.trim() !== '') return text;
	throw new UserError(`${displayName} is empty`, { description });
}

/** A field of text that must not be empty. @param description what to do where it is */
export const required = (field: Field<string>, description?: string): Field<string> =>
	field.refined((text, displayName) => requiredText(text, displayName, description));

/** A field that takes one e-mail address. */
export const addressOf = (field: Field<string>): Field<string> =>
	required(field).refined((text, displayName) => {
		const address = bareAddress(text);
		if (address !== undefined) return address;
		throw new UserError(`${displayName} ${quoted(text)} is no e-mail address`, {
			description: 'Enter one address and nothing else, such as kim@example.org.',
		});
	});
