import { type IDataObject, UserError } from 'n8n-workflow';
import { list } from '../../../nodes/shared/paging/list';
import { token } from '../../../nodes/shared/paging/token';
import { choiceField } from '../../../nodes/shared/field';
import { isObject } from '../../../nodes/shared/values/json';
import { toMs, toUtc } from '../../../nodes/shared/values/moment';

export interface Stamp extends IDataObject {
	id: string;
	at: string;
	kind: string;
}

export const kind = choiceField({
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Read', value: 'read' },
		{ name: 'Torn', value: 'torn' },
	],
	default: 'all',
});

/** What happened to letters; the next page is named in a header, and means nothing to us. */
export const stamps = list<Stamp>({
	name: 'stamps',
	identity: ({ id }) => id,
	columns: () => ['id', 'at', 'kind'],
	happenedAt: () => (stamp) => toUtc(stamp.at),
	filter(fields) {
		const wanted = kind.in(fields);
		return wanted === 'all' ? undefined : (stamp) => stamp.kind === wanted;
	},
	paging: token({
		first: (fields) => ({ path: '/stamps', query: { since: fields('since', '') } }),
		parameter: 'page_token',
		read(body, headers) {
			if (!Array.isArray(body) || !body.every(isObject)) throw new UserError('No list of stamps');
			const next = headers['x-next-page'];
			return { records: body as Stamp[], token: typeof next === 'string' ? next : undefined };
		},
	}),
});

export const timeOf = ({ at }: Stamp) => toMs(at);
