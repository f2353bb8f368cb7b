import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import type { Field } from '../shared/field';
import { givenFields } from '../shared/params';
import { isObject } from '../shared/values/json';
import { listSearch } from '../shared/editor/listSearch';
import { text } from '../shared/event';
import { emailings } from './lists';
import { idOf, timeTextOf } from './records';
import { pathNames, productField } from './resources/fields';
import { copernica } from './vendor';

/** How many emailings, ten requests, one search looks through for the newest. */
const MOST = 10_000;

/** Subject and day: newsletters of one subject are told apart by it. */
export function titleOf(emailing: IDataObject): string {
	const from = isObject(emailing.from_address) ? text(emailing.from_address.name) : null;
	const name = text(emailing.subject) || text(emailing.description) || from || 'No subject';
	return `${name} (${timeTextOf(emailing)?.slice(0, 10) ?? 'no date'})`;
}

const given = (context: ILoadOptionsFunctions, { name }: Field<unknown>) => ({
	[name]: context.getCurrentNodeParameter(name),
});

/** The list behind "From List" of an emailing: those of the product, newest first. */
export const searchEmailings = listSearch(copernica, emailings, {
	textOf: (emailing) => `${titleOf(emailing)}\n${idOf(emailing)}`,
	toItem: (emailing) => ({ name: titleOf(emailing), value: idOf(emailing) }),
	newness: (emailing) => Date.parse(`${timeTextOf(emailing)?.replace(' ', 'T') ?? ''}Z`) || 0,
	most: MOST,
	fields: (context, settings) =>
		givenFields({ ...given(context, productField), ...given(context, pathNames) }, settings),
});
