import type { ServerResponse } from 'node:http';
import { limiterOf } from '../../nodes/shared/transport/limiter';
import { runNode } from './engine';
import { Host } from './host';
import {
	closeRawVendors,
	rawVendor,
	type RawVendor,
	type VendorCase,
	VENDORS,
	vendorNamed,
} from './rawVendor';
import { start, until } from './running';

const TIMEOUT = 1_200;
// Pauses between tries are not sat out; the time limit of a request stays.
jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../time')>('../time').withoutPauses(1_200),
);

afterEach(closeRawVendors);

const textOf = ({ error }: Awaited<ReturnType<typeof runNode>>) =>
	`${error?.message}\n${error?.description ?? ''}`;

/** Something comes all the time, and never ends: some bytes, or as many as are taken. */
const drips = (part: string) => (_: unknown, response: ServerResponse) => {
	response.writeHead(200, { 'Content-Type': 'application/json' });
	response.write('{"results":[');
	const timer = setInterval(() => response.write(part), 20);
	response.once('close', () => clearInterval(timer));
};

const shortly = (list: VendorCase) => ({
	...list.parameters,
	requestOptions: { timeout: TIMEOUT },
});

/** Whether all that was opened is closed again, the vendor having closed none. */
const allClosed = async ({ open }: RawVendor) => await until(() => open.size === 0);

describe.each(VENDORS.map((each) => [each.name, each] as const))('%s', (_, list) => {
	it.each([
		['a blank now and then', ' '],
		['more and more', JSON.stringify({ some: 'x'.repeat(60_000) }) + ','],
	])(
		'that answers with %s is given up: its connection is closed, and no other is left',
		async (_what, part) => {
			const vendor = await rawVendor(drips(part));
			const credentials = list.credentials(vendor.url);
			let most = 0;
			const seen = setInterval(() => (most = Math.max(most, vendor.open.size)), 5);
			const result = await runNode({ parameters: shortly(list), credentials });
			clearInterval(seen);
			expect(textOf(result)).toMatch(/did not answer in time/);
			expect(textOf(result)).not.toMatch(/log in/);
			expect(result.error?.failure).toEqual({ cause: 'temporarily-unavailable' });
			expect(await allClosed(vendor)).toBe(true);
			// Where less can be asked for, less is.
			expect(vendor.asked.length).toBeLessThanOrEqual(list.name === 'Procurios' ? 2 : 6);
			expect(most).toBeLessThanOrEqual(2);
			expect(limiterOf(new URL(vendor.url).host).state.active).toBe(0);
		},
	);

	it.each([408, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524, 529])(
		'that answers once with status %s is asked again',
		async (status) => {
			let asked = 0;
			const vendor = await rawVendor((_request, response) => {
				response.writeHead(asked++ === 0 ? status : 200, { 'Content-Type': 'application/json' });
				response.end(JSON.stringify(list.empty));
			});
			const credentials = list.credentials(vendor.url);
			const { error } = await runNode({ parameters: list.parameters, credentials });
			expect(error).toBeUndefined();
			expect(vendor.asked.length).toBeGreaterThan(1);
		},
	);

	it.each([400, 404, 500, 501, 525])('that answers with status %s is not', async (status) => {
		const vendor = await rawVendor((_request, response) => response.writeHead(status).end('{}'));
		const credentials = list.credentials(vendor.url);
		const { error } = await runNode({ parameters: list.parameters, credentials });
		expect(error?.httpCode).toBe(String(status));
		expect(vendor.asked).toHaveLength(1);
	});
});

describe('a login', () => {
	it.each(VENDORS.filter(({ hasLogin }) => hasLogin).map((each) => [each.name, each] as const))(
		'of %s of which something comes all the time is told as one',
		async (_, list) => {
			const vendor = await rawVendor((_request, response) => response.end('{}'), {
				login: drips(' '),
			});
			const result = await runNode({
				parameters: shortly(list),
				credentials: list.credentials(vendor.url),
			});
			expect(textOf(result)).toMatch(/could not log in to .*: no access token came in time/);
			expect(result.error?.failure).toEqual({ cause: 'temporarily-unavailable' });
			expect(vendor.asked).toEqual([]);
			// n8n's own OAuth2 client cannot be ended: so there is one of it, and not five.
			if (list.name === 'Procurios') expect(vendor.logins).toHaveLength(1);
			else expect(await allClosed(vendor)).toBe(true);
		},
	);

	it('that is renewed for a while does not take the time of the request', async () => {
		const list = vendorNamed('Anthology Encompass');
		const vendor = await rawVendor(
			(_request, response) => void setTimeout(() => response.end(JSON.stringify(list.empty)), 200),
			{
				login: (_request, response) =>
					void setTimeout(() => response.end('{"access_token":"a-token-at-last"}'), 200),
			},
		);
		const { error } = await runNode({
			parameters: shortly(list),
			credentials: list.credentials(vendor.url),
		});
		expect(error).toBeUndefined();
	});
});

it('a cancelled run closes the connection of an answer that never ends', async () => {
	const vendor = await rawVendor(drips(' '));
	const list = vendorNamed('Copernica');
	const run = start({ parameters: list.parameters, credentials: list.credentials(vendor.url) });
	await until(() => vendor.asked.length === 1);
	run.cancel();
	expect(await until(() => run.ended)).toBe(true);
	expect(await allClosed(vendor)).toBe(true);
});

it('a POST of which something comes all the time is sent once, and told to be in doubt', async () => {
	const vendor = await rawVendor(drips(' '));
	const { SEND } = await import('./iovox/mail');
	const credentials = vendorNamed('iovox').credentials(vendor.url);
	const result = await runNode({
		parameters: { ...SEND, requestOptions: { timeout: TIMEOUT } },
		credentials,
	});
	expect(textOf(result)).toMatch(/did not answer in time[^]*not known whether the e-mail was sent/);
	expect(vendor.asked).toHaveLength(1);
	expect(await allClosed(vendor)).toBe(true);
});

describe('a run of many items', () => {
	const items = (count: number) => Array.from({ length: count }, (_, id) => ({ json: { id } }));
	const always = (status: number, headers = {}) =>
		rawVendor((_request, response) => response.writeHead(status, headers).end('{}'));

	it.each(VENDORS.map((each) => [each.name, each] as const))(
		'with %s gives up as a whole where three requests were lost',
		async (_, list) => {
			const vendor = await always(429);
			const { items: given } = await runNode({
				parameters: list.parameters,
				items: items(200),
				credentials: list.credentials(vendor.url),
				onError: 'continueRegularOutput',
			});
			expect(given).toHaveLength(200);
			expect(new Set(given.map(({ json }) => json.error)).size).toBe(1);
			expect(given[0]!.json.error).toMatch(/receives too many requests/);
			// Three with ten tries each, and those of others that were under way.
			expect(vendor.asked.length).toBeLessThanOrEqual(100);
			expect(limiterOf(new URL(vendor.url).host).state).toMatchObject({ active: 0, waiting: 0 });
		},
	);

	it.each<[string, number, object, number]>([
		['503', 503, {}, 40],
		['429 and a pause that is too long to be sat out', 429, { 'Retry-After': '3600' }, 10],
	])('does so with %s', async (_what, status, headers, most) => {
		const list = vendorNamed('iovox');
		const vendor = await always(status, headers);
		const { error } = await runNode({
			parameters: list.parameters,
			items: items(100),
			credentials: list.credentials(vendor.url),
		});
		expect(error?.httpCode).toBe(String(status));
		expect(vendor.asked.length).toBeLessThanOrEqual(most);
	});

	it.each(
		VENDORS.flatMap((list) => [504, 524].map((status) => [list.name, status, list] as const)),
	)(
		'with %s does so with status %s, after which less would be asked for',
		async (_, status, list) => {
			const vendor = await always(status);
			const { items: given } = await runNode({
				parameters: list.parameters,
				items: items(100),
				credentials: list.credentials(vendor.url),
				onError: 'continueRegularOutput',
			});
			expect(given).toHaveLength(100);
			const told = new Set(given.map(({ json }) => json.error));
			expect(told.size).toBe(1);
			expect([...told][0]).toContain(`answered with status ${status}`);
			expect(vendor.asked.length).toBeLessThanOrEqual(60);
			expect(limiterOf(new URL(vendor.url).host).state).toMatchObject({ active: 0, waiting: 0 });
		},
	);

	it.each(['iovox', 'Copernica'])(
		'with %s does so, too, where it may ask for much at once and less would be asked for',
		async (name) => {
			const list = vendorNamed(name);
			const vendor = await always(504);
			const { error } = await runNode({
				parameters: { ...list.parameters, options: { requestsAtOnce: 20 } },
				items: items(100),
				credentials: list.credentials(vendor.url),
			});
			expect(error?.httpCode).toBe('504');
			// Those that were under way before the first of them was lost, twice each.
			expect(vendor.asked.length).toBeLessThanOrEqual(20 * 2 + 60);
		},
	);

	// The pages of Procurios have one size.
	it.each(VENDORS.slice(1).map((each) => [each.name, each] as const))(
		'with %s reads each where less is answered',
		async (_, list) => {
			const tooLarge: string[] = [];
			const vendor = await rawVendor(({ url = '' }, response) => {
				const size = Number(/[?&](?:limit|maxResults)=(\d+)/i.exec(url)?.[1]);
				if (size > 300) tooLarge.push(url);
				response
					.writeHead(size > 300 ? 504 : 200, { 'Content-Type': 'application/json' })
					.end(JSON.stringify(list.empty));
			});
			const { items: given } = await runNode({
				parameters: list.parameters,
				items: items(100),
				credentials: list.credentials(vendor.url),
				onError: 'continueRegularOutput',
			});
			expect(given.filter(({ json }) => json.error !== undefined)).toEqual([]);
			expect(vendor.asked.length - tooLarge.length).toBeGreaterThanOrEqual(100);
			// One finds out for the others.
			expect(tooLarge.length).toBeGreaterThan(0);
			expect(tooLarge.length).toBeLessThanOrEqual(40);
		},
	);

	it('does so where the key is refused: it is not tried for each item', async () => {
		const list = vendorNamed('Anthology Encompass');
		const vendor = await rawVendor((_request, response) => response.end('{}'), {
			login: (_request, response) => response.writeHead(401).end('{}'),
		});
		const { items: given } = await runNode({
			parameters: list.parameters,
			items: items(100),
			credentials: list.credentials(vendor.url),
			onError: 'continueRegularOutput',
		});
		expect(given).toHaveLength(100);
		expect(given[99]!.json.error).toMatch(
			/gives no access token|refuses the Site ID or the API Key/,
		);
		expect(vendor.logins.length).toBeLessThanOrEqual(6);
	});

	it('goes on where a request succeeds between', async () => {
		const list = vendorNamed('iovox');
		let number = 0;
		// One item of three is lost: five tries each.
		const lost = (place: number) => place % 7 < 5;
		const vendor = await rawVendor((_request, response) =>
			response
				.writeHead(lost(number++) ? 503 : 200, { 'Content-Type': 'application/json' })
				.end(JSON.stringify(list.empty)),
		);
		const { items: given } = await runNode({
			parameters: { ...list.parameters, options: { requestsAtOnce: 1 } },
			items: items(30),
			credentials: list.credentials(vendor.url),
			onError: 'continueRegularOutput',
		});
		const failed = given.filter(({ json }) => json.error !== undefined).length;
		expect(vendor.asked.length).toBeGreaterThanOrEqual(30);
		expect(failed).toBeLessThan(30);
	});

	it('is tried anew by the next run, and by "Retry On Fail"', async () => {
		const list = vendorNamed('iovox');
		let isBack = false;
		const vendor = await rawVendor((_request, response) =>
			response
				.writeHead(isBack ? 200 : 503, { 'Content-Type': 'application/json' })
				.end(JSON.stringify(list.empty)),
		);
		const credentials = list.credentials(vendor.url);
		const once = { parameters: list.parameters, items: items(10), credentials };
		expect((await runNode(once)).error).toBeDefined();
		const again = runNode({ ...once, retryOnFail: true });
		const before = vendor.asked.length;
		await until(() => vendor.asked.length >= before + 15);
		isBack = true;
		expect((await again).error).toBeUndefined();
	});

	it('sends no mail after three that nobody took', async () => {
		const { SEND } = await import('./iovox/mail');
		const vendor = await always(503);
		const { items: given } = await runNode({
			parameters: SEND,
			items: items(50),
			credentials: vendorNamed('iovox').credentials(vendor.url),
			onError: 'continueRegularOutput',
		});
		expect(vendor.asked.length).toBeLessThanOrEqual(8);
		expect(given).toHaveLength(50);
		// What was not sent is in no doubt.
		const doubtful = given.filter(({ json }) => /not known whether/.test(String(json.error)));
		expect(doubtful).toHaveLength(vendor.asked.length);
	});
});

it('a poll closes what never ends when its time is over', async () => {
	const vendor = await rawVendor(drips(' '));
	const host = new Host({
		mode: 'durable',
		credentials: vendorNamed('Procurios').credentials(vendor.url),
		parameters: { event: 'opened', traffic: 'all' },
		budgetMs: 1_000,
	});
	await host.activate().catch(() => undefined);
	expect(await allClosed(vendor)).toBe(true);
});
