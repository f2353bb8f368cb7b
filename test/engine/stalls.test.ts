import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { limiterOf } from '../../nodes/shared/transport/limiter';
import { runNode, type RunOptions } from './engine';
import { start, until } from './running';
import { closeStandIns, type StandIn, standIn } from './standIns';

afterEach(closeStandIns);

const clicks: INodeParameters = { resource: 'click', operation: 'getAll', returnAll: true };
const ofEach: INodeParameters = {
	...clicks,
	emailScope: 'one',
	emailId: { __rl: true, mode: 'list', value: '={{ $json.id }}' },
};
const items = (count: number) => Array.from({ length: count }, (_, id) => ({ json: { id } }));
const empty = { body: { clicks: [], _links: {} } };

const limiterStateOf = (vendor: StandIn) => limiterOf(new URL(vendor.siteUrl).host).state;

describe('a run that is cancelled', () => {
	it('while one request hangs and 39 items wait, leaves the limiter free and asks no more', async () => {
		const vendor = await standIn(() => 'never');
		const run = start({ parameters: ofEach, items: items(40), credentials: vendor.credentials() });
		await until(() => vendor.asked.length === 1);
		run.cancel();
		expect(await until(() => limiterStateOf(vendor).active === 0)).toBe(true);
		expect(await until(() => run.ended)).toBe(true);
		expect(limiterStateOf(vendor).waiting).toBe(0);
		expect(vendor.asked).toHaveLength(1);
	});

	it('while requests hang and others wait in the limiter, too', async () => {
		let hang = false;
		const vendor = await standIn(() => (hang ? 'never' : empty));
		const credentials = vendor.credentials();
		await runNode({ parameters: clicks, credentials });
		hang = true;
		// Of each, eight are under way or wait in the limiter; the others wait for one of these.
		const runs = Array.from({ length: 5 }, () =>
			start({ parameters: ofEach, items: items(40), credentials }),
		);
		expect(await until(() => limiterStateOf(vendor).waiting > 30)).toBe(true);
		const asked = vendor.asked.length;
		for (const run of runs) run.cancel();
		expect(await until(() => limiterStateOf(vendor).active === 0)).toBe(true);
		expect(await until(() => runs.every(({ ended }) => ended))).toBe(true);
		expect(limiterStateOf(vendor)).toMatchObject({ active: 0, waiting: 0 });
		expect(vendor.asked).toHaveLength(asked);
	});

	it('during a pause between two tries, does not try again', async () => {
		const vendor = await standIn(() => ({ status: 503, headers: { 'Retry-After': '100' } }));
		const run = start({ parameters: clicks, credentials: vendor.credentials() });
		await until(() => vendor.asked.length === 1 && limiterStateOf(vendor).active === 0);
		run.cancel();
		expect(await until(() => run.ended)).toBe(true);
		expect(vendor.asked).toHaveLength(1);
	});

	it('while another run is at the login, ends', async () => {
		const vendor = await standIn(() => 'never');
		const credentials = vendor.credentials();
		const first = start({ parameters: clicks, credentials });
		await until(() => vendor.asked.length === 1);
		const second = start({ parameters: clicks, credentials });
		await until(() => false, 200);
		second.cancel();
		expect(await until(() => second.ended)).toBe(true);
		expect(first.ended).toBe(false);
		first.cancel();
		await until(() => first.ended);
	});

	it('while its login hangs, lets the next run log in', async () => {
		let logins = 0;
		const vendor = await standIn(
			() => empty,
			() => (logins++ === 0 ? 'never' : { body: { access_token: 'a-token-at-last' } }),
		);
		const credentials = vendor.credentials();
		const first = start({ parameters: clicks, credentials });
		await until(() => logins === 1);
		first.cancel();
		expect(await until(() => first.ended)).toBe(true);
		const second = start({ parameters: clicks, credentials });
		expect(await until(() => second.ended)).toBe(true);
		expect(vendor.asked).toHaveLength(1);
	});
});

describe('forty items, good and bad, mixed', () => {
	const NONSENSE = ['', '..', '../x', 'abc', '1.5', '-1', '1e3', ' ', '１', 'null'];
	/** Every fourth ID is nonsense, every seventh unknown to the vendor. */
	const idOf = (n: number) =>
		n % 4 === 3 ? NONSENSE[(n - 3) / 4]! : n % 7 === 0 ? 9_000 + n : 100 + n;
	const mixed = Array.from({ length: 40 }, (_, n) => ({ json: { n, id: idOf(n) } as IDataObject }));
	const isGood = (n: number) => n % 4 !== 3 && n % 7 !== 0;

	async function run(onError: RunOptions['onError']) {
		const vendor = await standIn(({ path }) => {
			const trackingId = Number(/tracking\/(\d+)\//.exec(path)?.[1]);
			if (trackingId >= 9_000) return { status: 404, body: {} };
			const date = '2026-02-03T09:00:00+00:00';
			const click = { trackingId, trackingCode: 'c', date, location: 'a', linkId: 1, bot: false };
			return { body: { clicks: [click], _links: {} } };
		});
		const result = await runNode({
			parameters: ofEach,
			items: mixed,
			onError,
			credentials: vendor.credentials(),
		});
		return { ...result, asked: vendor.asked };
	}

	it('stop at the first bad one', async () => {
		const { error, items: given, asked } = await run('stopWorkflow');
		expect(error?.context.itemIndex).toBe(0);
		expect(error?.message).toMatch(/has nothing at .*\/9000\//);
		expect(given).toEqual([]);
		expect(asked.every(({ path }) => /\/tracking\/\d+\/clicks$/.test(path))).toBe(true);
	});

	it('each give one item in their order, where errors go on', async () => {
		const { items: given } = await run('continueRegularOutput');
		expect(given.map(({ pairedItem }) => pairedItem)).toEqual(mixed.map((_, item) => ({ item })));
		for (const [n, { json }] of given.entries()) {
			if (isGood(n)) expect(json.trackingId).toBe(idOf(n));
			else expect(json.error).toMatch(n % 4 === 3 ? /no ID of an e-mail/ : /has nothing at/);
		}
	});

	it('part, each with its own input, where errors have an output', async () => {
		const { items: given, errorItems } = await run('continueErrorOutput');
		const all = mixed.map((_, n) => n);
		expect(given.map(({ json }) => json.trackingId)).toEqual(all.filter(isGood).map(idOf));
		const bad = all.filter((n) => !isGood(n));
		expect(errorItems.map(({ json }) => [json.n, json.id])).toEqual(bad.map((n) => [n, idOf(n)]));
		expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual(bad.map((item) => ({ item })));
	});
});
