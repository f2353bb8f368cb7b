import { sleep } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { limiterOf } from '../../../nodes/shared/transport/limiter';
import { listOf } from '../export/lists';
import { start } from '../running';
import { closeGateways, parametersOf, switchBefore } from './lists';

const MAILS = 1_000;
/** What the vendor takes for an answer, in ms. */
const TOOK = 100;
const MINUTE = 60_000;

/** Time passes when the test says so; the network is real. */
const REAL = ['hrtime', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: MAILS }, procurios: { opens: 10 } });
	jest.useFakeTimers({ doNotFake: [...REAL, 'setInterval', 'clearInterval'] });
});
afterAll(async () => {
	jest.useRealTimers();
	await sandbox.close();
});
afterEach(closeGateways);

/** Time passes, in steps, with some turns for the network in each. */
async function passUntil(holds: () => boolean, ms = 10 * MINUTE): Promise<boolean> {
	for (let passed = 0; passed < ms && !holds(); passed += TOOK / 2) {
		for (let turns = 0; turns < 40; turns++) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		await jest.advanceTimersByTimeAsync(TOOK / 2);
	}
	return holds();
}

/** Three walks at once at a vendor that refuses all for a minute, and what came to it meanwhile. */
async function refused(headers: Record<string, string>) {
	const list = listOf('iovox e-mail');
	const refusal = { from: Infinity };
	const came: number[] = [];
	let atOnce = 0;
	let mostAtOnce = 0;
	const between = await switchBefore(sandbox, async () => {
		mostAtOnce = Math.max(mostAtOnce, ++atOnce);
		const since = Date.now() - refusal.from;
		if (since >= 0) came.push(since);
		await sleep(TOOK);
		atOnce--;
		return since >= 0 && since < MINUTE ? { status: 429, headers } : undefined;
	});
	const limiter = limiterOf(new URL(between.url).host);
	const runs = [1, 2, 3].map(() =>
		start({
			credentials: between.credentials(list),
			parameters: parametersOf(sandbox, list, { requestsAtOnce: 8, pageSize: 10 }),
		}),
	);
	expect(await passUntil(() => limiter.state.window === 8)).toBe(true);
	refusal.from = Date.now();
	let lowest = 8;
	await passUntil(() => {
		lowest = Math.min(lowest, limiter.state.window);
		return Date.now() - refusal.from >= MINUTE;
	});
	// All walks together, up to here.
	expect([lowest, mostAtOnce]).toEqual([1, 8]);
	mostAtOnce = 0;
	expect(await passUntil(() => runs.every(({ ended }) => ended))).toBe(true);
	for (const { result } of runs) {
		const { error, items } = (await result)!;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(MAILS);
	}
	expect([limiter.state.window, mostAtOnce]).toEqual([8, 8]);
	/** How many came in each span of so many seconds. */
	return (seconds: number) =>
		Array.from({ length: 60 / seconds }, (_, span) => {
			const from = span * seconds * 1_000;
			return came.filter((at) => at >= from && at < from + seconds * 1_000).length;
		});
}

describe('a vendor that refuses all for a minute is asked less and less, and then as before', () => {
	it('where it does not say for how long', async () => {
		const countsIn = await refused({});
		const [first = 0, ...later] = countsIn(5);
		// Those that were under way, and some to see whether it has passed; no walk goes on by itself.
		expect(first).toBeLessThan(24);
		expect(Math.max(...later)).toBeLessThanOrEqual(2);
		const counts = countsIn(20);
		expect([...counts].sort((a, b) => b - a)).toEqual(counts);
	});

	it('where it says for how long, at once', async () => {
		const countsIn = await refused({ 'Retry-After': '15' });
		expect(countsIn(15)).toEqual([8, 4, 2, 1]);
	});

	it('also by one request alone, which gets its answer then', async () => {
		const list = listOf('Procurios open');
		const from = Date.now();
		const between = await switchBefore(sandbox, () =>
			Date.now() - from < MINUTE ? { status: 429 } : undefined,
		);
		const run = start({
			credentials: between.credentials(list),
			parameters: { ...parametersOf(sandbox, list, {}), returnAll: false, limit: 1 },
		});
		expect(await passUntil(() => run.ended)).toBe(true);
		expect((await run.result)?.items).toHaveLength(1);
		expect(between.asked().length).toBeLessThanOrEqual(10);
	});
});
