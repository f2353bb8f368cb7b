import { request } from 'node:http';

import { startSandbox, type Fault, type FaultKind, type Sandbox } from '../../../sandbox';
import { FAULT_KINDS, FaultQueue } from '../../../sandbox/faults';
import { ACCEPT, afterOf, ApiClient, CREDENTIALS_GRANT, cursors, postForm, ROOT } from './client';

let sandbox: Sandbox;
let client: ApiClient;

beforeEach(async () => {
	sandbox = await startSandbox({ procurios: { opens: 300, pageSize: { others: 50 } } });
	client = await ApiClient.connect(sandbox);
});

afterEach(async () => await sandbox.close());

const fault = (described: Fault) => sandbox.procurios.fault(described);

describe('queue', () => {
	const api = { kind: 'api', path: '/procurios/l/email_api/tracking/opens' } as const;
	const token = { kind: 'token', path: '/procurios/l/oauth2/token' } as const;

	function kinds(queue: FaultQueue, count: number, target: typeof api | typeof token = api) {
		return Array.from({ length: count }, () => queue.take(target)?.kind);
	}

	it('spoils one request, several, or all', () => {
		const queue = new FaultQueue();
		queue.add({ kind: 'drop' });
		queue.add({ kind: 'cut', times: 2 });
		queue.add({ kind: 'html', times: 'always' });
		expect(kinds(queue, 5)).toEqual(['drop', 'cut', 'cut', 'html', 'html']);
		queue.clear();
		expect(kinds(queue, 1)).toEqual([undefined]);
		queue.add({ kind: 'stall', times: Infinity });
		expect(kinds(queue, 2)).toEqual(['stall', 'stall']);
	});

	it('lets requests pass first, which every fault counts', () => {
		const queue = new FaultQueue();
		queue.add({ kind: 'drop', after: 2 });
		queue.add({ kind: 'cut', after: 1 });
		expect(kinds(queue, 4)).toEqual([undefined, 'cut', 'drop', undefined]);
	});

	it('matches the API, the token endpoint, or a pattern', () => {
		const queue = new FaultQueue();
		queue.add({ kind: 'drop', match: 'token' });
		queue.add({ kind: 'cut', match: '/clicks' });
		queue.add({ kind: 'html', match: 'opens$' });
		expect(kinds(queue, 2)).toEqual(['html', undefined]);
		expect(kinds(queue, 2, token)).toEqual(['drop', undefined]);
	});

	it('refuses what can never take effect', () => {
		const queue = new FaultQueue();
		expect(() => queue.add({ kind: 'explode' as FaultKind })).toThrow(/stall/);
		expect(() => queue.add({ kind: 'notAList', match: 'token' })).toThrow();
		expect(() => queue.add({ kind: 'redirect' })).toThrow(/location/);
		expect(() => queue.add({ kind: 'drop', match: '(' })).toThrow();
	});
});

describe('whole answers', () => {
	it('status, with headers and each sort of body', async () => {
		fault({ kind: 'status', status: 429, headers: { 'Retry-After': '2' } });
		fault({ kind: 'status', status: 502, body: 'html' });
		fault({ kind: 'status', body: 'empty' });
		const [tooMany, gateway, away, well] = [
			await client.get('opens'),
			await client.get('opens'),
			await client.get('opens'),
			await client.get('opens'),
		];
		expect(tooMany.status).toBe(429);
		expect(tooMany.headers.get('retry-after')).toBe('2');
		expect(tooMany.json.message).toEqual(expect.any(String));
		expect(gateway.status).toBe(502);
		expect(gateway.headers.get('content-type')).toContain('text/html');
		expect([away.status, away.text]).toEqual([503, '']);
		expect(well.status).toBe(200);
	});

	it('html, emptyBody and errorInBody answer 200', async () => {
		for (const kind of ['html', 'emptyBody', 'errorInBody'] as const) fault({ kind });
		const html = await client.get('opens');
		expect([html.status, html.text.slice(0, 9)]).toEqual([200, '<!DOCTYPE']);
		const empty = await client.get('opens');
		expect([empty.status, empty.text]).toEqual([200, '']);
		const error = await client.get('opens');
		expect([error.status, Object.keys(error.json)]).toEqual([200, ['error']]);
	});

	it('redirect', async () => {
		fault({ kind: 'redirect', location: 'https://elsewhere.example/' });
		const reply = await client.get('opens', { redirect: 'manual' });
		expect(reply.status).toBe(302);
		expect(reply.headers.get('location')).toBe('https://elsewhere.example/');
	});

	it('drop closes the connection without an answer', async () => {
		fault({ kind: 'drop' });
		await expect(client.get('opens')).rejects.toThrow();
		expect(sandbox.procurios.requests.at(-1)?.status).toBe(0);
		expect((await client.get('opens')).status).toBe(200);
	});

	it('stall ends when the client gives up', async () => {
		fault({ kind: 'stall' });
		const signal = AbortSignal.timeout(50);
		await expect(client.get('opens', { signal })).rejects.toThrow(/abort/i);
		expect(sandbox.procurios.requests.at(-1)?.status).toBe(0);
	});

	it('stall ends when the sandbox is closed', async () => {
		const other = await startSandbox({ procurios: { opens: 0 } });
		const own = await ApiClient.connect(other);
		other.procurios.fault({ kind: 'stall' });
		const stalled = expect(own.get('opens')).rejects.toThrow();
		while (other.procurios.requests.length < 2) await new Promise(setImmediate);
		await other.close();
		await stalled;
	});

	it('can hit the token endpoint', async () => {
		fault({ kind: 'status', match: 'token', status: 500 });
		expect((await client.get('opens')).status).toBe(200);
		expect((await postForm(sandbox, CREDENTIALS_GRANT)).status).toBe(500);
		expect((await postForm(sandbox, CREDENTIALS_GRANT)).status).toBe(200);
	});
});

describe('damaged bodies', () => {
	it('truncated is a complete answer with half of the JSON', async () => {
		const whole = await client.get('opens');
		fault({ kind: 'truncated' });
		const half = await client.get('opens');
		expect(half.status).toBe(200);
		expect(half.text).toBe(whole.text.slice(0, Math.floor(whole.text.length / 2)));
		expect(half.headers.get('content-length')).toBe(String(half.text.length));
		expect(() => half.json).toThrow();
	});

	it('cut promises the whole body and closes in the middle', async () => {
		const whole = await client.get('opens');
		fault({ kind: 'cut' });
		const { status, promised, received, complete } = await rawAnswer('opens');
		expect(status).toBe(200);
		expect(promised).toBe(whole.text.length);
		expect(received).toBe(Math.floor(whole.text.length / 2));
		expect(complete).toBe(false);
		fault({ kind: 'cut' });
		await expect(client.get('opens')).rejects.toThrow();
	});

	interface RawAnswer {
		status?: number;
		promised: number;
		received: number;
		complete: boolean;
	}

	/** What arrives when nobody hides a broken answer. */
	async function rawAnswer(list: string): Promise<RawAnswer> {
		const headers = { authorization: `Bearer ${client.token}`, accept: ACCEPT };
		return await new Promise((resolve, reject) => {
			const url = `${sandbox.procurios.siteUrl}${ROOT}/${list}`;
			request(url, { headers }, (answer) => {
				let received = 0;
				answer.on('data', (data: Buffer) => (received += data.length));
				answer.on('error', () => undefined);
				answer.on('close', () =>
					resolve({
						status: answer.statusCode,
						promised: Number(answer.headers['content-length']),
						received,
						complete: answer.complete,
					}),
				);
			})
				.on('error', reject)
				.end();
		});
	}
});

describe('wrong pages', () => {
	it('foreignNext points to another origin, also where no next link would be', async () => {
		fault({ kind: 'foreignNext', times: 2 });
		fault({ kind: 'foreignNext', location: 'http://127.0.0.1:1' });
		const { next } = await client.page('opens');
		expect(next).toMatch(/^https:\/\/elsewhere\.example\/l\/email_api\/tracking\/opens\?after=/);
		sandbox.procurios.switches.nextOnLastPage = 'onlyWhenMore';
		const last = sandbox.procurios.data.opens.at(-2);
		expect((await client.page('opens', cursors.opens({ ...last }))).next).toMatch(/^https:/);
		expect((await client.page('opens')).next).toMatch(/^http:\/\/127\.0\.0\.1:1\/l\//);
	});

	it('samePage gives the first page again', async () => {
		const first = await client.page('opens');
		fault({ kind: 'samePage' });
		expect(await client.page('opens', afterOf(first.next))).toEqual(first);
	});

	it('standStill ends with the row of the cursor', async () => {
		const { rows } = await client.page('opens');
		const after = cursors.opens(rows[20] ?? {});
		fault({ kind: 'standStill' });
		const page = await client.page('opens', after);
		expect(page.rows.length).toBeGreaterThan(0);
		expect(cursors.opens(page.rows.at(-1) ?? {})).toBe(after);
		expect(afterOf(page.next)).toBe(after);
	});

	it('notAList has an object where the list should be', async () => {
		const { rows } = await client.page('opens');
		fault({ kind: 'notAList' });
		const { json } = await client.get('opens');
		expect(Array.isArray(json.opens)).toBe(false);
		expect(Object.values(json.opens as object)).toEqual(rows);
	});

	it('shortPage has the first half of the page, and leads on from there', async () => {
		const whole = await client.page('opens');
		fault({ kind: 'shortPage' });
		const { rows, next } = await client.page('opens');
		expect(rows).toEqual(whole.rows.slice(0, 25));
		expect(afterOf(next)).toBe(cursors.opens(rows.at(-1) ?? {}));
	});

	it('highTotal cannot be shown, where nothing is counted', () => {
		expect(() => fault({ kind: 'highTotal' })).toThrow('highTotal');
	});
});

const SHOWN = FAULT_KINDS.filter((kind) => kind !== 'highTotal');

it.each(SHOWN)('%s spoils the request that it hits and no other', async (kind) => {
	const path = `opens?after=${encodeURIComponent(cursors.opens({ ...sandbox.procurios.data.opens[60] }))}`;
	const well = (await client.get(path)).text;
	fault({ kind, location: 'https://elsewhere.example' });
	const signal = AbortSignal.timeout(200);
	const spoilt = await client.get(path, { signal, redirect: 'manual' }).catch(() => undefined);
	expect(spoilt?.text).not.toBe(well);
	expect((await client.get(path)).text).toBe(well);
});
