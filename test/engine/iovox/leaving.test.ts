import type { INodeParameters } from 'n8n-workflow';
import type { IovoxMailRow, IovoxSandbox, Sandbox } from '../../../sandbox';
import { Random } from '../../../sandbox/random';
import { closeGateways, gatewayTo } from './gateway';
import { ALL, idsOf, jsonOf, startSite } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeEach(async () => {
	sandbox = await startSite({ mails: 700, readShare: 0.2, switches: { ties: 'random' } });
	({ iovox } = sandbox);
	// Seconds with more mails than a page holds.
	for (let mail = 0; mail < 260; mail++) {
		const receive_date = `2025-05-05 05:05:0${mail % 3}`;
		iovox.add.mail({ receive_date, disposition: 'sent', read_disposition: 'unread' });
	}
});
afterEach(async () => {
	closeGateways();
	await sandbox.close();
});

const by = (...sort: Array<[field: string, direction: string]>) => ({
	fields: sort.map(([field, direction]) => ({ field, direction })),
});

/** Which mails are asked for, and what makes one leave them. */
const LISTS = {
	'that are unread': {
		filters: { readDisposition: 'unread' },
		has: ({ read_disposition }: IovoxMailRow) => read_disposition === 'unread',
		leave: { read: true },
	},
	'that were sent': {
		filters: { disposition: 'sent' },
		has: ({ disposition }: IovoxMailRow) => disposition === 'sent',
		leave: { disposition: 'received_bounced' },
	},
} as const;

const ORDERS: Record<string, INodeParameters> = {
	'by default': {},
	'the newest first': by(['receive_date', 'DESC']),
	'by time, then by what changes': by(['receive_date', 'ASC'], ['read_first_date', 'DESC']),
	'by ID': by(['message_id', 'ASC']),
	'by disposition': by(['disposition', 'DESC']),
};

describe.each(Object.entries(LISTS))('all mails %s', (_which, { filters, has, leave }) => {
	it.each(Object.entries(ORDERS))(
		'%s: those that stay come once, while others leave before each answer',
		async (_order, sort) => {
			const random = new Random('leaving');
			const listed = () => iovox.data.mails.filter(has);
			const atFirst = idsOf(listed());
			const gateway = await gatewayTo(iovox, {
				arrives({ number }) {
					const rows = listed();
					// At both ends, and a few somewhere; at times a whole page of them.
					const places = [0, 1, 2, rows.length - 1].concat(
						Array.from({ length: number % 4 ? 6 : 60 }, () => random.int(0, rows.length - 1)),
					);
					if (rows.length < 300) return;
					for (const place of places) iovox.add.change(rows[place]!.message_id, leave);
					iovox.add.mail({ disposition: 'sent' });
				},
			});
			const rows = await jsonOf(
				iovox,
				{ ...ALL, filters, sort, options: { pageSize: 40 } },
				gateway,
			);
			const ids = idsOf(rows);
			const stayed = idsOf(listed()).filter((id) => atFirst.includes(id));
			expect(new Set(ids).size).toBe(ids.length);
			expect(stayed.filter((id) => !ids.includes(id))).toEqual([]);
			expect(stayed.length).toBeLessThan(atFirst.length - 200);
			expect(stayed.length).toBeGreaterThan(100);
		},
	);
});

it('mails that move in their order while all are read come once, in the order as read', async () => {
	const atFirst = idsOf(iovox.data.mails);
	const gateway = await gatewayTo(iovox, {
		arrives({ number }) {
			const { mails } = iovox.data;
			for (let place = number % 7; place < mails.length; place += 31) {
				iovox.add.change(mails[place]!.message_id, { read: number % 2 === 0 });
			}
		},
	});
	const sort = by(['read_disposition', 'ASC'], ['receive_date', 'ASC']);
	const rows = await jsonOf(iovox, { ...ALL, sort, options: { pageSize: 50 } }, gateway);
	expect(idsOf(rows).sort()).toEqual([...atFirst].sort());
	const keys = rows.map(({ read_disposition: read, receive_date: at }) => [read, at].join(' '));
	expect(keys).toEqual([...keys].sort());
	expect(gateway.passed.length).toBeGreaterThan(15);
});

it('a page that came in place of another costs no mail', async () => {
	iovox.fault({ kind: 'samePage', after: 2 });
	iovox.fault({ kind: 'samePage', after: 7 });
	const rows = await jsonOf(iovox, { ...ALL, options: { pageSize: 50 } });
	expect(idsOf(rows).sort()).toEqual(idsOf(iovox.data.mails).sort());
});

it('a service that gives one page for ever is left', async () => {
	iovox.fault({ kind: 'samePage', times: 'always' });
	const reading = jsonOf(iovox, { ...ALL, options: { pageSize: 50 } });
	await expect(reading).rejects.toThrow('The list of e-mails does not move on');
	expect(iovox.requests.length).toBeLessThan(15);
});
