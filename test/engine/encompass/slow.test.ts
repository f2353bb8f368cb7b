import type { EncompassSandbox, EncompassSwitchChanges, Sandbox } from '../../../sandbox';
import { encompassAt } from '../credentials';
import { runNode } from '../engine';
import { askedOf, byId, jsonOf, rowsOf, startSite } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let site: EncompassSandbox;
let id: number;

async function start(switches: EncompassSwitchChanges, opens = 3_500) {
	sandbox = await startSite({ messages: 1, recipients: 1_500, opens, clicks: 400, switches });
	site = sandbox.encompass;
	id = site.data.messages[0]!.id;
}
afterEach(async () => await sandbox.close());

const sizes = (paths: string[]) =>
	paths.map((path) => Number(/maxResults=(\d+)/.exec(path)?.[1] ?? NaN));

describe.each([504, 200] as const)(
	'a service that answers %s where it took too long',
	(timeout) => {
		it('now and then, gives every row all the same', async () => {
			await start({ timeout, timeoutEvery: 3 });
			for (const resource of ['open', 'recipient', 'click'] as const) {
				const rows = await jsonOf(site, { resource, messageId: byId(id) });
				expect(rows).toEqual(rowsOf(site, resource, id));
			}
			const joined = await jsonOf(site, {
				resource: 'message',
				operation: 'getActivity',
				messageId: byId(id),
			});
			expect(joined).toHaveLength(1_500);
		});

		it('for large pages, is asked for half as much each time, and for no more again', async () => {
			await start({ timeout, slowAbove: 200 });
			const asked = askedOf(site);
			const rows = await jsonOf(site, { resource: 'open', messageId: byId(id) });
			expect(rows).toEqual(rowsOf(site, 'open', id));
			const [first, ...later] = sizes(asked());
			expect(first).toBe(1_000);
			const halved = [1_000, 500, 500, 250, 250];
			expect(later.slice(0, 5)).toEqual(halved);
			expect(new Set(later.slice(5))).toEqual(new Set([125]));
			expect(later.slice(5).length).toBeGreaterThan(27);
		});

		it('for every page, is given up with what happened', async () => {
			await start({ timeout, slowAbove: 10 }, 200);
			const { error, items } = await runNode({
				credentials: encompassAt(site),
				parameters: {
					resource: 'open',
					operation: 'getAll',
					returnAll: true,
					messageId: byId(id),
				},
			});
			expect(items).toEqual([]);
			expect(error?.message).toBe('Anthology Encompass answered with status 504');
			expect(error?.description).toMatch(
				/also not with small pages\. Run again later\..*"?Endpoint request timed out/,
			);
			expect(error?.httpCode).toBe('504');
			expect(error?.failure).toEqual({ cause: 'temporarily-unavailable' });
		});
	},
);

it('a service that gives fewer rows than it says ends no list', async () => {
	await start({ pageCap: 130 });
	const rows = await jsonOf(site, { resource: 'open', messageId: byId(id) });
	expect(rows).toEqual(rowsOf(site, 'open', id));
});

it('a place to go on from stands also where pages were halved', async () => {
	await start({ slowAbove: 200 }, 700);
	const parameters = { resource: 'open', messageId: byId(id), options: { includeCursor: true } };
	const all = await jsonOf(site, parameters);
	const options = { continueAfter: String(all[333]!.cursor) };
	const rest = await jsonOf(site, { ...parameters, options });
	expect(rest.map((row) => ({ ...row, cursor: undefined }))).toEqual(
		rowsOf(site, 'open', id).slice(334),
	);
});

it.each([
	['status', { kind: 'status', status: 503 }],
	['connection', { kind: 'drop' }],
	['body', { kind: 'cut' }],
] as const)('a passing fault of the %s costs no row and repeats none', async (_what, fault) => {
	await start({});
	site.fault({ ...fault, after: 2, times: 2 });
	const rows = await jsonOf(site, { resource: 'open', messageId: byId(id) });
	expect(rows).toEqual(rowsOf(site, 'open', id));
});

it('the same page twice costs no row', async () => {
	await start({});
	site.fault({ kind: 'samePage', after: 1 });
	const rows = await jsonOf(site, { resource: 'open', messageId: byId(id) });
	expect(rows.map((row) => row.id)).toEqual(rowsOf(site, 'open', id).map((row) => row.id));
});

it.each([
	['an object where the list should be', { kind: 'notAList' }, /holds no list of opens/],
	['a web page', { kind: 'html' }, /a web page.*instead of the list/],
	['an empty answer', { kind: 'emptyBody' }, /an empty answer instead of the list/],
] as const)('%s is an error, and nothing is given out', async (_what, fault, message) => {
	await start({});
	site.fault({ ...fault, after: 1 });
	const run = jsonOf(site, { resource: 'open', messageId: byId(id) });
	await expect(run).rejects.toThrow(message);
});
