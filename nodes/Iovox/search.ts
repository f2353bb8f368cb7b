import { givenFields } from '../shared/params';
import { listSearch } from '../shared/editor/listSearch';
import { text } from '../shared/event';
import { returnAll } from '../shared/run/fields';
import { mails } from './lists';
import { type Mail, timeOf } from './records';
import { returnedFields, sort } from './resources/fields';
import { iovox } from './vendor';

/** How many of the newest e-mails are looked through at once. */
const NEWEST = 5_000;

const linkOf = ({ link_id, link_name }: Mail) => ({
	name: text(link_name) ?? '',
	id: text(link_id) ?? '',
});

/**
 * The list behind "From List" of a link: those of the newest e-mails. The REST API has no list of
 * links; one that has no e-mail yet is entered by its ID.
 */
export const searchLinks = listSearch(iovox, mails, {
	textOf: (mail) => Object.values(linkOf(mail)).join('\n'),
	toItem(mail) {
		const { id, name } = linkOf(mail);
		return { name: name === '' ? id : `${name} (${id})`, value: id };
	},
	choice: (mail) => linkOf(mail).id,
	newness: ({ receive_date }) => timeOf(receive_date) ?? 0,
	most: NEWEST,
	fields: () =>
		givenFields({
			[returnAll.name]: true,
			[returnedFields.name]: ['link_id', 'link_name'],
			[sort.name]: [{ field: 'receive_date', direction: 'DESC' }],
		}),
});
