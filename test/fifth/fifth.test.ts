import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';
import { MemoryCredentials } from '../engine/credentials';
import { runNode } from '../engine/engine';
import { Host, MODES } from '../engine/host';
import { Postino } from './Postino/Postino.node';
import { PostinoTrigger } from './Postino/PostinoTrigger.node';
import { PostinoApi } from './PostinoApi.credentials';

const PAGE = 10;
const KEY = 'a-key-of-postino';
const node = new Postino();

let server: Server;
let stamps: Array<{ id: string; at: string; kind: string }>;
let asked: string[];

const stamp = (number: number, at = Date.now() - 3_600_000 + number * 1_000) => ({
	id: `s${number}`,
	at: new Date(at).toISOString(),
	kind: number % 3 === 0 ? 'torn' : 'read',
});

beforeEach(async () => {
	stamps = Array.from({ length: 35 }, (_, number) => stamp(number));
	asked = [];
	server = createServer((request, response) => {
		const { searchParams } = new URL(request.url!, 'http://postino');
		asked.push(searchParams.get('page_token') ?? '');
		if (request.headers['x-api-key'] !== KEY) return void response.writeHead(401).end('{}');
		const token = searchParams.get('page_token');
		// What it holds is the service's own business.
		const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString());
		const since = searchParams.get('since') ?? '';
		const rows = stamps.filter(({ at }) => at >= since);
		const behind = start + PAGE;
		const next = Buffer.from(String(behind)).toString('base64url');
		response.setHeader('Content-Type', 'application/json');
		if (behind < rows.length) response.setHeader('X-Next-Page', next);
		response.end(JSON.stringify(rows.slice(start, behind)));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterEach(() => void server.close());

const credentials = (apiKey = KEY) =>
	new MemoryCredentials(new PostinoApi(), {
		apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		apiKey,
	});

const run = async (parameters: INodeParameters, key = KEY) =>
	await runNode({
		node,
		credentials: credentials(key),
		parameters: { operation: 'getAll', returnAll: true, ...parameters },
	});

const idsOf = (items: ReadonlyArray<{ json: { id?: unknown } }>) =>
	items.map(({ json }) => json.id);
const ids = () => stamps.map(({ id }) => id);

describe('a vendor that is a folder and a credential', () => {
	it('gives a list whose next page is named by a token in a header', async () => {
		expect(idsOf((await run({})).items)).toEqual(ids());
		expect(asked).toHaveLength(4);
		expect(idsOf((await run({ kind: 'torn' })).items)).toHaveLength(12);
	});

	it('reads on behind any item', async () => {
		const { items } = await run({ options: { includeCursor: true } });
		for (const index of [0, 8, 9, 10, 33, 34]) {
			const continueAfter = String(items[index]!.json.cursor);
			const rest = await run({ options: { continueAfter } });
			expect(idsOf(rest.items)).toEqual(ids().slice(index + 1));
		}
		stamps.splice(5, 1);
		const gone = await run({ options: { continueAfter: String(items[5]!.json.cursor) } });
		expect(gone.error?.message).toBe(
			'The place to continue after is no longer in the list of stamps',
		);
	});

	it('writes files', async () => {
		const { items } = await run({ operation: 'export', options: { recordsPerFile: 20 } });
		expect(items.map(({ json }) => json.records)).toEqual([20, 15]);
	});

	it('says what to do about a wrong key', async () => {
		const { error } = await run({}, 'another');
		expect(error?.description).toMatch(/Check the API Key\./);
	});

	it.each(MODES)('starts workflows, with states of the kind %s', async (mode) => {
		const trigger = new PostinoTrigger();
		const parameters = { startFrom: 'now' };
		const host = new Host({ mode, trigger, credentials: credentials(), parameters });
		await host.activate();
		expect(host.emitted).toEqual([]);
		stamps.push(stamp(100, Date.now() + 1_000));
		await host.tick();
		await host.tick();
		expect(host.emitted.map(({ id }) => id)).toEqual(['s100']);
	});
});
