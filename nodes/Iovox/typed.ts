import { type IDataObject, UserError } from 'n8n-workflow';
import { bareAddress } from '../shared/values/address';
import { isObject } from '../shared/values/json';
import { isEmpty, isNo, quoted, textIn } from '../shared/values/typedValue';

/** A text without blanks around it. @throws UserError where there is nothing, or no text */
export function requiredText(
	value: unknown,
	displayName: string,
	description = `iovox takes nothing without: fill in ${displayName}, or check what its expression gives.`,
): string {
	const text = textIn(value, displayName);
	if (text !== '') return text;
	throw new UserError(`${displayName} is empty`, { description });
}

/** An e-mail address. @throws UserError where it is none */
export function addressIn(value: unknown, displayName: string): string {
	const text = requiredText(value, displayName);
	const address = bareAddress(text);
	if (address !== undefined) return address;
	throw new UserError(`${displayName} ${quoted(text)} is no e-mail address`, {
		description: 'Enter one address and nothing else, such as kim@example.org.',
	});
}

/** The rows of a field that has several; none where it is empty. @throws UserError for anything else */
export function rowsIn(value: unknown, displayName: string): IDataObject[] {
	const rows: unknown[] = isEmpty(value) ? [] : Array.isArray(value) ? value : [value];
	if (rows.every(isObject)) return rows;
	throw isNo(
		'row of fields',
		rows.find((each) => !isObject(each)),
		displayName,
	);
}
