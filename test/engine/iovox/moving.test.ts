import type { INodeParameters } from 'n8n-workflow';
import type { IovoxSandbox, Sandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { closeGateways, gatewayTo, type Happenings } from './gateway';
import { ALL, idsOf, jsonOf, startSite } from './site';

jest.setTimeout(LOAD_MS);

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeEach(async () => {
	sandbox = await startSite({ mails: 600 });
	({ iovox } = sandbox);
});
afterEach(async () => {
	closeGateways();
	await sandbox.close();
});

const by = (field: string, direction: string) => ({ fields: [{ field, direction }] });

/** Turns of the event loop, with the network in them, until something is so; gives up at last. */
async function until(holds: () => boolean): Promise<void> {
	for (let turn = 0; turn < 5_000 && !holds(); turn++) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function readWhile(parameters: INodeParameters, happens: Happenings) {
	const gateway = await gatewayTo(iovox, happens);
	const rows = await jsonOf(iovox, { ...ALL, ...parameters }, gateway);
	return { ids: idsOf(rows), gateway };
}

describe.each([
	['the newest first', by('receive_date', 'DESC')],
	['the oldest first', {}],
	['by ID', by('message_id', 'ASC')],
])('while mails come in, a list with %s', (_order, sort) => {
	it.each([1, 3, 60])(
		'gives all that were there, once, with %s before each answer',
		async (many) => {
			const atFirst = idsOf(iovox.data.mails);
			const { ids } = await readWhile(
				{ sort, options: { pageSize: 50 } },
				{
					arrives({ number }) {
						if (number > 12) return;
						for (let mail = 0; mail < many; mail++) iovox.add.mail();
					},
				},
			);
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids).toEqual(expect.arrayContaining(atFirst));
		},
	);

	it('does so where a later page was answered before an earlier one', async () => {
		const atFirst = idsOf(iovox.data.mails);
		const answered = new Set<string>();
		const pageOf = ({ path }: { path: string }) => Number(/[?&]page=(\d+)/.exec(path)?.[1]);
		const { ids, gateway } = await readWhile(
			{ sort, options: { pageSize: 50 } },
			{
				async arrives(passed) {
					const page = pageOf(passed);
					if (page % 2 > 0 || page > 10) return;
					await until(() => answered.has(`${page + 1}`));
					// One before and one behind all that was read, whatever the order.
					const number = String(passed.number).padStart(3, '0');
					iovox.add.mail({ receive_date: '2001-01-01 00:00:00', message_id: number });
					iovox.add.mail({ message_id: `z${number}` });
				},
				answered: (passed) => void answered.add(`${pageOf(passed)}`),
			},
		);
		expect(new Set(ids).size).toBe(ids.length);
		expect(atFirst.filter((id) => !ids.includes(id))).toEqual([]);
		expect(gateway.passed.length).toBeLessThan(40);
	});
});
