import type { INodeParameters } from 'n8n-workflow';
import type { IovoxSandbox, Sandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { iovoxAt, type MemoryCredentials } from '../credentials';
import { closeGateways, gatewayTo } from './gateway';
import { ALL, idsOf, run, startSite, textOf } from './site';

jest.setTimeout(LOAD_MS);

const MAILS = 200_000;

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	const period = { start: '2023-01-01T00:00:00Z', end: '2026-11-01T00:00:00Z' };
	sandbox = await startSite({ ...period, mails: MAILS, readShare: 0, failShare: 0.001 });
	({ iovox } = sandbox);
	// A mailing, all of it in one second.
	for (let mail = 0; mail < 1_500; mail++) {
		iovox.add.mail({ receive_date: '2025-05-05 05:05:05', disposition: 'sent' });
	}
});
afterAll(async () => await sandbox.close());
afterEach(closeGateways);

/** As people are told to do it: runs of 100,000, each behind the one before. */
async function inRuns(
	parameters: INodeParameters,
	credentials: MemoryCredentials = iovoxAt(iovox),
): Promise<string[]> {
	const ids: string[] = [];
	let continueAfter = '';
	for (let part = 0; part < 3; part++) {
		const { items, error } = await run(
			iovox,
			{
				...{ ...ALL, ...parameters, returnAll: false, limit: 100_000 },
				options: { pageSize: 20_000, includeCursor: true, continueAfter },
			},
			{ credentials },
		);
		expect(error).toBeUndefined();
		continueAfter = String(items.at(-1)?.json.cursor ?? '');
		ids.push(...idsOf(items.map(({ json }) => json)));
	}
	return ids;
}

it('all mails come completely and once, while more come in', async () => {
	const atFirst = idsOf(iovox.data.mails);
	const gateway = await gatewayTo(iovox, { arrives: () => void iovox.add.mail() });
	const given = new Set(await inRuns({}, gateway.credentials));
	expect(given.size).toBeGreaterThanOrEqual(MAILS + 1_500);
	expect(atFirst.filter((id) => !given.has(id))).toEqual([]);
	expect(gateway.passed.length).toBeLessThan(16);
});

it.each(['ASC', 'DESC'])(
	'those that stay unread come once, while others are read before each answer, %s',
	async (direction) => {
		const sort = { fields: [{ field: 'receive_date', direction }] };
		const atFirst = iovox.data.mails.filter((mail) => mail.read_disposition === 'unread');
		const step = Math.floor(atFirst.length / 700);
		const gateway = await gatewayTo(iovox, {
			arrives({ number }) {
				// Some everywhere, among them at both ends and in the mailing.
				for (let place = number; place < atFirst.length; place += step) {
					iovox.add.change(atFirst[place]!.message_id, { read: true });
				}
			},
		});
		const ids = await inRuns({ filters: { readDisposition: 'unread' }, sort }, gateway.credentials);
		const given = new Set(ids);
		expect(given.size).toBe(ids.length);
		const stayed = idsOf(atFirst).filter(
			(id) => iovox.data.mail(id)!.read_disposition === 'unread',
		);
		expect(stayed.filter((id) => !given.has(id))).toEqual([]);
		expect(stayed.length).toBeLessThan(atFirst.length - 5_000);
		expect(gateway.passed.length).toBeLessThan(30);
	},
);

it('more than n8n can take are refused, with the way out', async () => {
	const result = await run(iovox, { ...ALL, options: { pageSize: 20_000 } });
	expect(result.items).toEqual([]);
	expect(textOf(result)).toMatch(
		/^More than 100,000 e-mails for one input item\n.*Limit to 100,000 or less, switch on Include Cursor/,
	);
});
