import { givenFields } from '../shared/fields';
import { listSearch } from '../shared/listSearch';
import { mails } from './feeds';
import { timeOf } from './mails';
import { iovox } from './vendor';

/** So many of the newest e-mails are looked through at once. */
const NEWEST = 5_000;

/**
 * The list behind "From List" of a link: those of the newest e-mails. The REST API has no list of
 * links; one that has no e-mail yet is entered by its ID.
 */
export const searchLinks = listSearch(iovox, mails, {
	textOf: ({ link_id = '', link_name = '' }) => `${link_name}\n${link_id}`,
	toItem: ({ link_id = '', link_name = '' }) => ({
		name: link_name === '' ? link_id : `${link_name} (${link_id})`,
		value: link_id,
	}),
	choice: ({ link_id = '' }) => link_id,
	newness: ({ receive_date }) => timeOf(receive_date) ?? 0,
	most: NEWEST,
	fields: () =>
		givenFields({
			returnAll: true,
			'options.fields': ['link_id', 'link_name'],
			'sort.fields': [{ field: 'receive_date', direction: 'DESC' }],
		}),
});
