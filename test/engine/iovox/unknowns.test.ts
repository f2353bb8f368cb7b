import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { IovoxMailRow, IovoxSandbox, IovoxSwitchChanges, Sandbox } from '../../../sandbox';
import { ALL, idsOf, inOrder, jsonOf, searchesOf, startSite } from './site';

/** What the vendor leaves open: whichever way it is, the result must be the same. */
const READINGS: Array<[string, IovoxSwitchChanges]> = [
	['all is as documented', {}],
	['pages are counted by those that are left', { totalPages: 'left' }],
	['results are counted by the call', { totalResults: 'call' }],
	['both count what the text says', { totalPages: 'left', totalResults: 'call' }],
	['numbers are texts', { totalsAs: 'texts' }],
	['numbers are texts of the call', { totalsAs: 'texts', totalResults: 'call' }],
	['bounds do not belong to a period', { bounds: 'exclusive' }],
	['default dates are for searches without filters', { dateDefaults: 'withoutFilters' }],
	['ties fall at random', { ties: 'random' }],
	['what is missing comes first', { missing: 'first' }],
	['what is missing comes last', { missing: 'last' }],
	['fields are not obeyed', { obeysFields: false }],
	['pages are cut', { pageCap: 37 }],
	['pages are cut, with random ties', { pageCap: 37, ties: 'random' }],
	['pages are cut, and numbers are of the call', { pageCap: 37, totalResults: 'call' }],
	['pages are cut, and numbers are what is left', { pageCap: 37, totalPages: 'left' }],
	['no charset is named', { charset: false }],
	['reads have no date', { readDates: 'never' }],
	['bounces lose their delivery date', { deliveryDateOfBounced: false }],
	['answers have no date', { dateHeader: false }],
];

const by = (...sort: Array<[field: string, direction: string]>) => ({
	fields: sort.map(([field, direction]) => ({ field, direction })),
});

const sorted = (rows: IDataObject[], ...names: string[]) => {
	const key = (row: IDataObject) => names.map((name) => row[name]).join(' ');
	return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
};

describe.each(READINGS)('if %s', (_reading, switches) => {
	let sandbox: Sandbox;
	let iovox: IovoxSandbox;
	let all: IDataObject[];
	beforeAll(async () => {
		sandbox = await startSite({ mails: 400, switches });
		({ iovox } = sandbox);
		iovox.add.mail({ receive_date: '2013-01-02 03:04:05', read_disposition: 'read' });
		for (let mail = 0; mail < 30; mail++) iovox.add.mail({ receive_date: '2026-05-05 05:05:05' });
		all = inOrder(iovox.data.mails).map(shown);
	});
	afterAll(async () => await sandbox.close());

	/** As the service shows it. */
	function shown({ read_first_date, delivery_date, ...row }: IovoxMailRow): IDataObject {
		const isHidden =
			switches.deliveryDateOfBounced === false && row.disposition === 'received_bounced';
		return {
			...row,
			...(delivery_date === undefined || isHidden ? {} : { delivery_date }),
			...(read_first_date === undefined || switches.readDates ? {} : { read_first_date }),
		};
	}

	const get = async (parameters: INodeParameters) => await jsonOf(iovox, { ...ALL, ...parameters });

	it.each([100, 430, 431, 432, 20_000])('all mails come once, in pages of %s', async (pageSize) => {
		expect(await get({ options: { pageSize } })).toEqual(all);
	});

	it('those of a filter come once, whether they may leave it or not', async () => {
		for (const pageSize of [20, 1_000]) {
			const options = { pageSize };
			const unread = all.filter((row) => row.read_disposition === 'unread');
			expect(await get({ filters: { readDisposition: 'unread' }, options })).toEqual(unread);
			const link = all.filter((row) => row.link_id === '00451');
			expect(await get({ filters: { linkId: '00451' }, options })).toEqual(link);
		}
	});

	it('the newest come first where that is asked for, with Limit, too', async () => {
		const sort = by(['receive_date', 'DESC'], ['message_id', 'DESC']);
		const newest = [...all].reverse();
		expect(await get({ sort, options: { pageSize: 50 } })).toEqual(newest);
		expect(await get({ sort, returnAll: false, limit: 80 })).toEqual(newest.slice(0, 80));
	});

	it('the newest of those that may leave come first, and can be read on', async () => {
		const list = {
			filters: { readDisposition: 'unread' },
			sort: by(['receive_date', 'DESC'], ['message_id', 'DESC']),
		};
		const unread = all.filter((row) => row.read_disposition === 'unread').reverse();
		const options = { includeCursor: true, pageSize: 20 };
		const rows = await get({ ...list, options });
		expect(idsOf(rows)).toEqual(idsOf(unread));
		// In the second of many, and around it.
		for (let place = 220; place < rows.length; place += 5) {
			const continueAfter = rows[place]!.cursor as string;
			expect(await get({ ...list, options: { continueAfter } })).toEqual(unread.slice(place + 1));
		}
	});

	it('in other orders, all come once', async () => {
		const options = { pageSize: 60 };
		const kinds = await get({ sort: by(['disposition', 'ASC'], ['receive_date', 'ASC']), options });
		const keys = (rows: IDataObject[]) =>
			rows.map(({ disposition, receive_date }) => [disposition, receive_date].join(' '));
		expect(keys(kinds)).toEqual(keys(sorted(all, 'disposition', 'receive_date')));
		expect(idsOf(kinds).sort()).toEqual(idsOf(all).sort());
		const links = await get({
			sort: by(['link_name', 'DESC'], ['read_first_date', 'ASC']),
			options,
		});
		expect(idsOf(links).sort()).toEqual(idsOf(all).sort());
		const byId = await get({ sort: by(['message_id', 'ASC']), options });
		expect(byId).toEqual(sorted(all, 'message_id'));
	});

	it('a period has what is in it, to the second', async () => {
		const filters = { startDate: '2026-05-05T05:05:05Z', endDate: '2026-05-05T05:05:06Z' };
		expect(await get({ filters })).toHaveLength(30);
		const second = { startDate: '2026-05-05T05:05:05Z', endDate: '2026-05-05T05:05:05Z' };
		expect(await get({ filters: second })).toEqual([]);
		expect(await get({ filters: { ...filters, startDate: '2026-05-05T05:05:06Z' } })).toEqual([]);
	});

	it('Fields to Return are those', async () => {
		const options = { fields: ['link_id', 'read_first_date'], pageSize: 300 };
		expect(await get({ options })).toEqual(
			all.map((row) =>
				Object.fromEntries(Object.entries(row).filter(([name]) => options.fields.includes(name))),
			),
		);
	});

	it('a mail and a conversation of another year are found, and cursors stand', async () => {
		const old = all[0]!;
		const asked = searchesOf(iovox);
		const messageId = String(old.message_id);
		expect(await get({ operation: 'get', messageId })).toEqual([old]);
		expect(asked()).toHaveLength(1);
		const { conversation_id: conversationId } = all.find((row) => row.conversation_id)!;
		const one = { operation: 'getConversation', conversationId: String(conversationId) };
		expect(await get(one)).toEqual(all.filter((row) => row.conversation_id === conversationId));
		const rows = await get({ options: { includeCursor: true, pageSize: 70 } });
		for (const place of [0, 69, 70, 200, 411]) {
			const continueAfter = rows[place]!.cursor as string;
			expect(await get({ options: { continueAfter } })).toEqual(all.slice(place + 1));
		}
	});

	it('events say when, as far as the service does', async () => {
		const events = await get({ output: 'trackingEvent' });
		const read = all.filter((row) => row.read_disposition === 'read');
		const opens = events.filter(({ type }) => type === 'opened');
		expect(opens).toHaveLength(read.length);
		expect(opens.some(({ occurredAt }) => occurredAt === null)).toBe('readDates' in switches);
		const bounces = all.filter((row) => row.disposition === 'received_bounced');
		for (const { message_id } of bounces) {
			const types = events
				.filter(({ email }) => (email as IDataObject).id === message_id)
				.map(({ type }) => type);
			expect(types).toEqual(['sent', 'delivered', 'bounced']);
		}
		expect(bounces.length).toBeGreaterThan(4);
	});
});
