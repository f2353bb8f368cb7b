import type { Sandbox } from '../../../sandbox';
import { limiterOf } from '../../../nodes/shared/transport/limiter';
import { listOf } from '../export/lists';
import { type Running, start, until } from '../running';
import { closeGateways, parametersOf, startPaged, type Switch, switchBefore, WAYS } from './lists';

let sandbox: Sandbox;
const rejections: unknown[] = [];
const note = (reason: unknown) => void rejections.push(reason);
beforeAll(async () => {
	sandbox = await startPaged();
	process.on('unhandledRejection', note);
});
afterAll(async () => {
	process.off('unhandledRejection', note);
	await sandbox.close();
});
afterEach(closeGateways);

const stateOf = ({ url }: Switch) => limiterOf(new URL(url).host).state;
/** Whether the connection of each request without an answer is closed. */
const isClosed = ({ requests }: Switch) =>
	requests.every(({ status, closed }) => status > 0 || closed);
const never = async () => await new Promise<void>(() => {});
/** The network, with a little time. */
const quiet = async () => await until(() => false, 500);

/** A run is cancelled, and then nothing of it is left at the vendor or in the process. */
async function cancelled(run: Running, between: Switch): Promise<void> {
	// What was sent has arrived.
	const hanging = () => between.asked().filter(({ status }) => status === 0).length;
	expect(await until(() => hanging() === stateOf(between).active)).toBe(true);
	const asked = between.asked().length;
	run.cancel();
	expect(await until(() => run.ended)).toBe(true);
	expect(await until(() => stateOf(between).active + stateOf(between).waiting === 0)).toBe(true);
	expect(await until(() => isClosed(between))).toBe(true);
	await quiet();
	expect(between.asked()).toHaveLength(asked);
	expect(rejections).toEqual([]);
}

async function begin(
	way: string,
	happens: (number: number, between: Switch) => ReturnType<Parameters<typeof switchBefore>[1] & {}>,
	{ items = 1 }: { items?: number } = {},
) {
	const { list: name, options } = WAYS[way]!;
	const list = listOf(name);
	const between: Switch = await switchBefore(sandbox, () =>
		happens(between.asked().length, between),
	);
	const run = start({
		credentials: between.credentials(list),
		parameters: parametersOf(sandbox, list, options),
		items: Array.from({ length: items }, () => ({ json: {} })),
	});
	return { between, run };
}

describe.each(Object.entries(WAYS))('a run over pages by %s that is cancelled', (way, { most }) => {
	it('during requests, those fetched ahead too, closes their connections', async () => {
		const { between, run } = await begin(way, (number) => (number > 3 ? never() : undefined));
		const hanging = () => between.asked().filter(({ status }) => status === 0).length;
		const several = Math.min(most, 3);
		expect(await until(() => hanging() >= several)).toBe(true);
		await cancelled(run, between);
		expect(between.asked().filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(several);
	});

	it('during a pause between two tries, does not try again', async () => {
		const { between, run } = await begin(way, (number) =>
			number === 3 ? { status: 502 } : number > 3 ? never() : undefined,
		);
		// The one that failed waits with no place in the limiter.
		expect(await until(() => between.asked()[2]?.status === 502)).toBe(true);
		expect(await until(() => stateOf(between).active < most)).toBe(true);
		await cancelled(run, between);
	});

	it('while the vendor wants to be left alone, does not come back', async () => {
		const { between, run } = await begin(way, (number) =>
			number === 3 ? { status: 429, headers: { 'Retry-After': '1' } } : undefined,
		);
		expect(await until(() => between.asked()[2]?.status === 429)).toBe(true);
		await cancelled(run, between);
		const { rest } = limiterOf(new URL(between.url).host);
		// Longer than the vendor asked for.
		await new Promise((resolve) => setTimeout(resolve, rest + 300));
		expect(between.asked()).toHaveLength(3);
	});
});

it('a run of many items that is cancelled while they wait for their turn asks no more', async () => {
	const { between, run } = await begin(
		'page numbers',
		(number) => (number > 5 ? never() : undefined),
		{ items: 60 },
	);
	expect(await until(() => stateOf(between).waiting > 0)).toBe(true);
	await cancelled(run, between);
});

it('a run that is cancelled while records are completed, some at once, asks for no more of them', async () => {
	const list = listOf('Copernica open of ms');
	const isPerson = (path: string) => /(sub)?profile/.test(path);
	const between = await switchBefore(sandbox, ({ path }) => (isPerson(path) ? never() : undefined));
	const run = start({
		credentials: between.credentials(list),
		parameters: parametersOf(sandbox, list, { addRecipient: true, addressField: 'Email' }),
	});
	const people = () => between.asked().filter(({ path }) => isPerson(path));
	expect(await until(() => people().length > 1)).toBe(true);
	await cancelled(run, between);
	expect(people().every(({ closed }) => closed)).toBe(true);
});

it('a run that ends in an error gives up what it fetched ahead', async () => {
	const { between, run } = await begin('page numbers', async (number, { asked }) => {
		if (number > 4) return await never();
		if (number < 4) return undefined;
		await until(() => asked().length > 5);
		return { status: 404 };
	});
	expect((await run.result)?.error?.httpCode).toBe('404');
	expect(between.asked().length).toBeGreaterThan(5);
	expect(await until(() => isClosed(between))).toBe(true);
	expect(stateOf(between)).toMatchObject({ active: 0, waiting: 0 });
	expect(rejections).toEqual([]);
});
