import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode, searchEmails } from '../engine';

const opens = { resource: 'open', operation: 'getAll', returnAll: true };
const bag = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('what an expression gives', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ procurios: { opens: 300, emails: 12 } });
	});
	afterAll(async () => await sandbox.close());

	const run = async (parameters: INodeParameters, json: IDataObject) =>
		await runNode({
			credentials: procuriosAt(sandbox.procurios),
			parameters: { operation: 'getAll', ...parameters },
			items: [{ json }],
		});
	const continueAfter = '={{ $json.cursor }}';

	it.each([undefined, null, ''])('%p as a cursor begins at the beginning', async (cursor) => {
		const { items, error } = await run({ ...opens, options: { continueAfter } }, { cursor });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(300);
	});

	it("an e-mail's ID as a number continues after it", async () => {
		const [first, ...others] = sandbox.procurios.data.emails;
		const cursor = first!.trackingId;
		const parameters = { resource: 'email', returnAll: true, options: { continueAfter } };
		const { items } = await run(parameters, { cursor });
		expect(items.map(({ json }) => json)).toEqual(others);
	});

	it.each([
		['false', 5],
		['true', 300],
	])('"%s" for Return All means what it says', async (all, expected) => {
		const parameters = { ...opens, returnAll: '={{ $json.all }}', limit: 5 };
		expect((await run(parameters, { all })).items).toHaveLength(expected);
	});
});

describe("a vendor's cursor that tells links apart", () => {
	it('is taken back wherever the node gave it out, in groups larger than a page too', async () => {
		const sandbox = await startSandbox({
			procurios: {
				opens: 60,
				clicks: 60,
				pageSize: { others: 2 },
				switches: { nextCursorHasLinkId: true },
			},
		});
		const credentials = procuriosAt(sandbox.procurios);
		const clicks = { resource: 'click', operation: 'getAll', returnAll: true };
		const all = await runNode({
			credentials,
			parameters: { ...clicks, options: { includeCursor: true } },
		});
		expect(all.items).toHaveLength(60);
		for (const [index, { json }] of all.items.entries()) {
			const { items, error } = await runNode({
				credentials,
				parameters: { ...clicks, options: { continueAfter: json.cursor as string } },
			});
			expect(error).toBeUndefined();
			const before = all.items
				.slice(0, index + 1)
				.map((item) => ({ ...item.json, cursor: undefined }));
			expect(bag([...before, ...items.map((item) => item.json)])).toEqual(
				bag(sandbox.procurios.data.clicks),
			);
		}
		await sandbox.close();
	});
});

describe('a search in From List', () => {
	it('goes on until it has found something', async () => {
		const sandbox = await startSandbox({ procurios: { opens: 0, recipients: 0, emails: 2_150 } });
		const newest = String(sandbox.procurios.data.emails.at(-1)!.trackingId);
		const { results } = await searchEmails(procuriosAt(sandbox.procurios), newest);
		expect(results.map(({ value }) => value)).toEqual([newest]);
		const first = await searchEmails(procuriosAt(sandbox.procurios));
		const rest = await searchEmails(
			procuriosAt(sandbox.procurios),
			'',
			first.paginationToken as string,
		);
		expect(first.results.length + rest.results.length).toBe(2_150);
		await sandbox.close();
	});
});

describe('an answer that is not as documented', () => {
	let server: Server;
	let pages: unknown[];
	beforeAll(async () => {
		server = createServer((request, response) => {
			response.setHeader('content-type', 'application/json');
			const answer = request.method === 'POST' ? { access_token: 'token' } : pages.shift();
			response.end(JSON.stringify(answer));
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(() => server.close());

	const run = async () => {
		const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return await runNode({
			parameters: opens,
			credentials: procuriosAt({ siteUrl }),
		});
	};
	const open = (second: number) => ({
		trackingCode: 'code',
		trackingId: 1,
		date: `2026-02-03T09:00:0${second}+00:00`,
		location: 'place',
		bot: false,
	});
	const next = { next: { href: '/l/email_api/tracking/opens?after=x' } };

	it('an empty list beside an error is no end', async () => {
		pages = [
			{ opens: [open(1)], _links: next },
			{ opens: [], _links: next, error: 'backend timeout' },
		];
		const { items, error } = await run();
		expect(items).toEqual([]);
		expect(`${error?.message} ${error?.description}`).toMatch(/backend timeout/);
	});

	it.each([
		['a text', { next: '/l/email_api/tracking/opens?after=x' }],
		['something unknown', { next: { url: 'x' } }],
		['nothing at all', undefined],
	])('a next link that is %s is no end', async (_name, links) => {
		pages = [
			{ opens: [open(1), open(2)], _links: links },
			{ opens: [open(2), open(3)], _links: links },
			{ opens: [open(3)], _links: links },
			{ opens: [], _links: links },
		];
		const { items, error } = await run();
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([open(1), open(2), open(3)]);
	});
});
