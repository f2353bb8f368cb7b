import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { IovoxSandbox, Sandbox } from '../../../sandbox';
import { ALL, idsOf, jsonOf, run, searchesOf, startSite, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

const SECOND = '2026-05-05 05:05:05';

beforeEach(async () => {
	const period = { start: '2026-05-01T00:00:00Z', end: '2026-05-10T00:00:00Z' };
	sandbox = await startSite({ ...period, mails: 150, conversationShare: 1 });
	({ iovox } = sandbox);
	// More mails in one second, and in those beside it, than a page holds.
	for (let mail = 0; mail < 90; mail++) {
		const receive_date = `${SECOND.slice(0, -1)}${[4, 5, 5, 5, 6][mail % 5]}`;
		iovox.add.mail({ receive_date, disposition: 'sent', read_disposition: 'unread' });
	}
});
afterEach(async () => await sandbox.close());

const by = (...sort: Array<[field: string, direction: string]>) => ({
	fields: sort.map(([field, direction]) => ({ field, direction })),
});

const LISTS: Record<string, INodeParameters> = {
	'all mails': {},
	'all, the newest first': { sort: by(['receive_date', 'DESC']) },
	'all, in another order within a second': {
		sort: by(['receive_date', 'ASC'], ['link_name', 'DESC']),
	},
	'mails that are unread': { filters: { readDisposition: 'unread' } },
	'mails that are unread, the newest first': {
		filters: { readDisposition: 'unread' },
		sort: by(['receive_date', 'DESC']),
	},
	'all, by what changes within a second': {
		sort: by(['receive_date', 'DESC'], ['disposition', 'ASC']),
	},
	'mails of a period': {
		filters: { startDate: '2026-05-02T00:00:00Z', endDate: '2026-05-08T00:00:00Z' },
	},
};

const optionsOf = (options: IDataObject): INodeParameters => ({
	options: { pageSize: 25, ...options } as INodeParameters,
});

/** Without cursors: as undefined, for `toEqual`. */
const bare = (rows: IDataObject[]) => rows.map((row) => ({ ...row, cursor: undefined }));

describe.each(Object.entries(LISTS))('a cursor of %s', (_which, list) => {
	it('stands with each mail, and reading on behind it gives the rest', async () => {
		const all = await jsonOf(iovox, { ...ALL, ...list, ...optionsOf({ includeCursor: true }) });
		expect(all.length).toBeGreaterThan(85);
		const place = all.findIndex(({ receive_date }) => receive_date === SECOND);
		const picks = [0, 1, 24, 25, 26, place - 1, place, place + 1, place + 30, place + 52];
		for (const pick of [...picks, all.length - 2, all.length - 1]) {
			const options = optionsOf({ continueAfter: all[pick]!.cursor as string });
			const rest = await jsonOf(iovox, { ...ALL, ...list, ...options });
			expect(rest).toEqual(bare(all.slice(pick + 1)));
		}
	});

	it('leads from run to run through the whole list', async () => {
		const all = await jsonOf(iovox, { ...ALL, ...list });
		const given: IDataObject[] = [];
		for (let runs = 0; given.length < all.length && runs < 20; runs++) {
			const continueAfter = String(given.at(-1)?.cursor ?? '');
			const options = optionsOf({ includeCursor: true, continueAfter });
			const limited = { ...ALL, ...list, returnAll: false, limit: 40 };
			given.push(...(await jsonOf(iovox, { ...limited, ...options })));
		}
		expect(bare(given)).toEqual(all);
	});

	it('stands with events and with few fields, too', async () => {
		for (const parameters of [
			{ output: 'trackingEvent', ...optionsOf({ includeCursor: true }) },
			optionsOf({ includeCursor: true, fields: ['link_id'] }),
		]) {
			const all = await jsonOf(iovox, { ...ALL, ...list, ...parameters });
			const { cursor } = [...all].reverse().find((item) => String(item.cursor).startsWith(SECOND))!;
			// Events of the next mail have the place before it, too.
			const pick = all.findIndex((item) => item.cursor === cursor);
			const options = { ...(parameters.options as IDataObject), continueAfter: cursor };
			const rest = await jsonOf(iovox, { ...ALL, ...list, ...parameters, options } as never);
			expect(bare(rest)).toEqual(bare(all.slice(pick + 1)));
		}
	});
});

it('no event is lost or given twice where a run ends within those of one mail', async () => {
	const events = { ...ALL, output: 'trackingEvent' };
	const all = await jsonOf(iovox, events);
	for (const pick of Array.from({ length: 12 }, (_, index) => index + 100)) {
		const options = { includeCursor: true };
		const first = await jsonOf(iovox, { ...events, returnAll: false, limit: pick, options });
		const continueAfter = first.at(-1)!.cursor as string;
		const rest = await jsonOf(iovox, { ...events, options: { continueAfter } });
		expect([...first, ...rest].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
	}
});

it('asks for what is at the place and behind it only', async () => {
	const all = await jsonOf(iovox, { ...ALL, ...optionsOf({ includeCursor: true }) });
	const { cursor, receive_date } = all[140]!;
	const asked = searchesOf(iovox);
	await jsonOf(iovox, { ...ALL, ...optionsOf({ continueAfter: cursor as string }) });
	const from = Date.parse(`${asked()[0]!.start_date}Z`);
	expect(from).toBe(Date.parse(`${String(receive_date)}Z`) - 1_000);
});

it('finds what came in behind the place meanwhile, at its second too', async () => {
	const all = await jsonOf(iovox, { ...ALL, ...optionsOf({ includeCursor: true }) });
	const pick = all.findIndex(({ receive_date }) => receive_date === SECOND) + 20;
	const late = ['000', 'zzz'].map((id) => iovox.add.mail({ receive_date: SECOND, message_id: id }));
	const options = optionsOf({ continueAfter: all[pick]!.cursor as string });
	const rest = idsOf(await jsonOf(iovox, { ...ALL, ...options }));
	expect(rest.sort()).toEqual([...idsOf(all.slice(pick + 1)), ...idsOf(late)].sort());
});

it('leads to nothing where it is behind the period that is asked for', async () => {
	const all = await jsonOf(iovox, { ...ALL, ...optionsOf({ includeCursor: true }) });
	const filters = { startDate: '2026-05-02T00:00:00Z', endDate: '2026-05-03T00:00:00Z' };
	for (const [cursor, direction] of [
		[all.at(-1)!.cursor, 'ASC'],
		[all[0]!.cursor, 'DESC'],
	] as const) {
		const asked = searchesOf(iovox);
		const list = { filters, sort: by(['receive_date', direction]) };
		const options = { continueAfter: cursor as string };
		expect(await jsonOf(iovox, { ...ALL, ...list, options })).toEqual([]);
		const [{ start_date: from, end_date: to }] = asked() as [Record<string, string>];
		expect(from! <= to!).toBe(true);
	}
});

it('a conversation can be read on, too', async () => {
	const { message_id, conversation_id } = iovox.data.mails.find((mail) => mail.conversation_id)!;
	for (let reply = 0; reply < 30; reply++) iovox.add.reply(message_id, { receive_date: SECOND });
	const one = {
		resource: 'email',
		...{ operation: 'getConversation', conversationId: conversation_id!, returnAll: true },
	};
	const all = await jsonOf(iovox, { ...one, options: { includeCursor: true } });
	expect(all.length).toBeGreaterThan(30);
	const options = { continueAfter: all[17]!.cursor as string };
	expect(await jsonOf(iovox, { ...one, options })).toEqual(bare(all.slice(18)));
});

describe('are refused before anything is sent', () => {
	it.each([
		'yesterday',
		'12',
		'50211',
		'12~1a2b3c4d',
		'2026-02-03T09:15:42+00:00_a_b',
		'2026-02-03 09:15:42~nonsense',
		'2026-99-03 09:15:42',
		'~1a2b3c4d',
	])('"%s", which none of these lists gave', async (continueAfter) => {
		const asked = searchesOf(iovox);
		const result = await run(iovox, { ...ALL, options: { continueAfter } });
		expect(textOf(result)).toMatch(/is no cursor of the list of e-mails\nContinue After takes a/);
		expect(asked()).toEqual([]);
	});

	it.each<[string, INodeParameters]>([
		['another field', { sort: by(['link_name', 'ASC'], ['receive_date', 'ASC']) }],
		['what changes', { sort: by(['disposition', 'ASC']) }],
		['what changes, with a limit', { sort: by(['delivery_date', 'ASC']), returnAll: false }],
	])('all of them, where the list is sorted by %s', async (_by, list) => {
		const asked = searchesOf(iovox);
		for (const options of [{ includeCursor: true }, { continueAfter: SECOND }]) {
			const result = await run(iovox, { ...ALL, ...list, options });
			expect(textOf(result)).toMatch(
				/^The list of e-mails can be continued only where it is sorted by time\nClear Continue After/,
			);
		}
		expect(asked()).toEqual([]);
	});
});

it('a cursor that an expression does not have yet begins at the beginning', async () => {
	const parameters = { ...ALL, options: { continueAfter: '={{ $json.cursor }}' } };
	for (const cursor of [undefined, null, '']) {
		const rows = await jsonOf(iovox, parameters, { items: [{ cursor }] });
		expect(rows).toHaveLength(iovox.data.mails.length);
	}
});
