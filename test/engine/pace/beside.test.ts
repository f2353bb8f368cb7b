import type { NodeApiError } from 'n8n-workflow';
import { type ProcuriosOptions, type Sandbox, startSandbox } from '../../../sandbox';
import { procurios } from '../../../nodes/Procurios/vendor';
import { type Limiter, limiterOf } from '../../../nodes/shared/transport/limiter';
import { LOAD_MS } from '../../load';
import { procuriosAt } from '../credentials';
import { searchEmails } from '../engine';
import { listOf } from '../export/lists';
import { runExport } from '../export/run';
import { Host } from '../host';
import { start, until } from '../running';
import { closeGateways, switchBefore } from './lists';

jest.setTimeout(LOAD_MS);

let sandbox: Sandbox;
afterEach(async () => {
	closeGateways();
	await sandbox.close();
});

const OPENS = listOf('Procurios open');
const opens = { resource: 'open', operation: 'getAll', emailScope: 'all', returnAll: true };
const CLICKED = { event: 'clicked', traffic: 'all', startFrom: 'beginning' };

const startSite = async (options: Partial<ProcuriosOptions>) =>
	(sandbox = await startSandbox({
		procurios: { recipients: 500, emails: 5, clicks: 0, pageSize: { others: 100 }, ...options },
	}));

const isPoll = ({ path }: { path: string }) => path.includes('/clicks');
const isOfWalk = ({ path }: { path: string }) => path.includes('/opens');

/** How many requests of walks came between one request of a poll and its next, at most. */
function mostBetween(requests: ReadonlyArray<{ path: string; status: number }>): number {
	let most = 0;
	let between = -1;
	for (const each of requests) {
		if (isPoll(each)) {
			most = Math.max(most, between);
			// One that is refused waits before it is tried again.
			between = each.status === 200 ? 0 : -1;
		} else if (isOfWalk(each) && between >= 0) between++;
	}
	return most;
}

/** Polls that have to read some pages each, until something has ended. */
async function pollUntil(host: Host, hasEnded: () => boolean) {
	let polls = 0;
	let clicks = 0;
	let most = 0;
	for (; !hasEnded() || polls < 3; polls++) {
		for (let count = 0; count < 350; count++, clicks++) sandbox.procurios.add.click();
		const before = sandbox.procurios.requests.length;
		await host.tick();
		most = Math.max(most, mostBetween(sandbox.procurios.requests.slice(before)));
	}
	return { polls, clicks, most };
}

/** Whether a run of many items has as many requests under way, or waiting, as it may have. */
const isInFullSwing = ({ state }: Limiter) =>
	state.active + state.waiting >= procurios.requestsAtOnce;

const hostOf = (credentials = procuriosAt(sandbox.procurios), budgetMs?: number) =>
	new Host({ mode: 'durable', credentials, parameters: CLICKED, budgetMs });

it('a poll beside an export of a thousand pages, as of a million records, has its turns and all events', async () => {
	await startSite({ opens: 100_000 });
	const host = hostOf();
	await host.activate();
	let ended = false;
	const exporting = runExport(sandbox, OPENS).finally(() => (ended = true));
	const { polls, clicks, most } = await pollUntil(host, () => ended);
	const { result, parts } = await exporting;
	expect(result.error).toBeUndefined();
	expect(parts.reduce((sum, { json }) => sum + Number(json.records), 0)).toBe(100_000);
	expect(host.errors).toEqual([]);
	expect(host.emitted).toHaveLength(clicks);
	expect(polls).toBeGreaterThan(10);
	expect(most).toBeLessThanOrEqual(4);
});

describe.each([
	['that is well', () => {}],
	[
		'that has too much to do now and then',
		() => {
			for (const [after, status] of [
				[20, 429],
				[60, 503],
				[61, 429],
				[100, 429],
				[101, 429],
			] as const) {
				sandbox.procurios.fault({ kind: 'status', status, after, headers: { 'Retry-After': '0' } });
			}
			sandbox.procurios.fault({ kind: 'status', status: 429, after: 140, times: 3 });
		},
	],
])('at a vendor %s', (_, strain) => {
	it('a poll beside a run of 200 items has its turns, and all events', async () => {
		await startSite({ opens: 300 });
		const host = hostOf();
		await host.activate();
		strain();
		const run = start({
			parameters: opens,
			items: Array.from({ length: 200 }, () => ({ json: {} })),
			credentials: procuriosAt(sandbox.procurios),
		});
		const limiter = limiterOf(new URL(sandbox.url).host);
		expect(await until(() => isInFullSwing(limiter))).toBe(true);
		const { clicks, most } = await pollUntil(host, () => run.ended);
		expect((await run.result)?.items).toHaveLength(200 * 300);
		expect(host.errors).toEqual([]);
		expect(host.emitted).toHaveLength(clicks);
		// Those that were under way, and the run's turn.
		expect(most).toBeLessThanOrEqual(9);
	});
});

it('a poll asks while many walks wait to try again', async () => {
	await startSite({ opens: 300 });
	let isRefusing = false;
	const between = await switchBefore(sandbox, (passed) =>
		isRefusing && isOfWalk(passed) ? { status: 502, headers: { 'Retry-After': '3' } } : undefined,
	);
	const credentials = between.credentials(OPENS);
	const host = hostOf(credentials);
	await host.activate();
	const items = Array.from({ length: 20 }, () => ({ json: {} }));
	const run = start({ parameters: opens, items, credentials });
	const limiter = limiterOf(new URL(between.url).host);
	expect(await until(() => isInFullSwing(limiter))).toBe(true);
	isRefusing = true;
	expect(await until(() => limiter.state.active + limiter.state.waiting === 0)).toBe(true);
	const asked = between.asked().length;
	for (let count = 0; count < 350; count++) sandbox.procurios.add.click();
	await host.tick();
	isRefusing = false;
	const behind = between.asked().slice(asked);
	expect(behind.filter(isPoll).length).toBeGreaterThan(3);
	expect(behind.filter(isOfWalk)).toEqual([]);
	expect(host.emitted).toHaveLength(350);
	expect((await run.result)?.items).toHaveLength(20 * 300);
});

describe('a vendor that wants to be left alone', () => {
	/** 40 items are under way, and all is refused for a while. */
	async function refusing(retryAfter: string, budgetMs?: number) {
		await startSite({ opens: 300 });
		let refusals = 0;
		let isRefusing = false;
		const between = await switchBefore(sandbox, () => {
			if (!isRefusing) return;
			refusals++;
			return { status: 429, headers: { 'Retry-After': retryAfter } };
		});
		const credentials = between.credentials(OPENS);
		const host = hostOf(credentials, budgetMs);
		await host.activate();
		const items = Array.from({ length: 40 }, () => ({ json: {} }));
		const run = start({ parameters: opens, items, credentials });
		const limiter = limiterOf(new URL(between.url).host);
		expect(await until(() => isInFullSwing(limiter))).toBe(true);
		isRefusing = true;
		expect(await until(() => limiter.rest > 0 && limiter.state.active === 0)).toBe(true);
		isRefusing = false;
		const asked = between.asked().length;
		for (let count = 0; count < 350; count++) sandbox.procurios.add.click();
		return { between, run, host, limiter, refusals, asked };
	}

	it('is asked by nobody before then, and by a poll among the first', async () => {
		const { between, run, host, limiter, refusals, asked } = await refusing('1');
		// Those that were under way when it said so.
		expect(refusals).toBeLessThanOrEqual(8);
		const polling = host.tick();
		while (limiter.rest > 20) {
			expect(between.asked()).toHaveLength(asked);
			await new Promise((resolve) => setImmediate(resolve));
		}
		await polling;
		const behind = between.asked().slice(asked);
		expect(behind.findIndex(isPoll)).toBeLessThanOrEqual(2);
		expect(mostBetween(behind)).toBeLessThanOrEqual(9);
		expect(host.errors).toEqual([]);
		expect(host.emitted).toHaveLength(350);
		expect((await run.result)?.items).toHaveLength(40 * 300);
	});

	it('for longer than a poll has time is not waited for by it', async () => {
		const { between, run, host, asked } = await refusing('30', 10_000);
		await host.tick();
		const [error] = host.errors as NodeApiError[];
		expect(error?.message).toBe('Procurios receives too many requests');
		const { failure } = error as { failure?: { cause: string; retryAfterMs?: number } };
		expect(failure).toEqual({ cause: 'rate-limited', retryAfterMs: expect.any(Number) as number });
		expect(failure!.retryAfterMs).toBeGreaterThan(20_000);
		expect(between.asked()).toHaveLength(asked);
		run.cancel();
		await run.result;
	});

	it('for long is not waited for by a list in the editor', async () => {
		const { between, run, asked } = await refusing('60');
		const searching = searchEmails(between.credentials(OPENS));
		await expect(searching).rejects.toThrow('Procurios receives too many requests');
		expect(between.asked()).toHaveLength(asked);
		run.cancel();
		await run.result;
	});
});

it('a poll whose time is up closes its connections', async () => {
	await startSite({ opens: 0, clicks: 300 });
	let hangs = false;
	const between = await switchBefore(sandbox, async () => {
		if (hangs) await new Promise(() => {});
	});
	const host = hostOf(between.credentials(OPENS), 1_000);
	await host.activate();
	hangs = true;
	await host.tick();
	expect(host.errors).toHaveLength(1);
	const [last] = between.asked().slice(-1);
	expect(await until(() => last!.closed)).toBe(true);
	const { state } = limiterOf(new URL(between.url).host);
	expect(state).toMatchObject({ active: 0, waiting: 0 });
});
