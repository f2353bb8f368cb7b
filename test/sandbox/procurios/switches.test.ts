import { startSandbox, type Sandbox } from '../../../sandbox';
import { afterOf, ApiClient, CREDENTIALS_GRANT, cursors, postForm, type Row } from './client';

let sandbox: Sandbox;
let client: ApiClient;

beforeEach(async () => {
	sandbox = await startSandbox({
		procurios: { opens: 300, emails: 9, pageSize: { emails: 4, others: 50 } },
	});
	client = await ApiClient.connect(sandbox);
});

afterEach(async () => await sandbox.close());

it('refuses a switch or a reading that there is not', () => {
	const { procurios } = sandbox;
	for (const wrong of [
		{ linkBody: 'bare' },
		{ linksBody: 'none' },
		{ shortPages: 'yes' },
		{ token: { lifetime: 3 } },
		{ token: 'none' },
		{ latency: '5' },
		{ toString: 1 },
	]) {
		expect(() => procurios.setSwitches(wrong as object)).toThrow(/switch/);
	}
	procurios.setSwitches({ tokenLifetimeRequests: 3, token: { expiresIn: false } });
	procurios.setSwitches({ tokenLifetimeRequests: null, hrefs: undefined });
	expect(procurios.switches.token).toEqual({
		expiresIn: false,
		tokenType: true,
		refreshToken: 'code',
	});
});

describe('links', () => {
	it.each([
		['links', (links: unknown) => ({ links })],
		['other', (links: unknown) => ({ trackedLinks: links })],
		['bare', (links: unknown) => links],
	] as const)('linksBody %s', async (reading, bodyOf) => {
		sandbox.procurios.switches.linksBody = reading;
		const { data } = sandbox.procurios;
		const trackingId = data.emails[0]?.trackingId ?? 0;
		const { json } = await client.get(`${trackingId}/links`);
		expect(json).toEqual(bodyOf(data.linksOf(trackingId)));
	});
});

describe('tokens', () => {
	it('token answers hold what the switches say', async () => {
		const { switches } = sandbox.procurios;
		switches.token = { expiresIn: false, tokenType: false, refreshToken: 'none' };
		const bare = await postForm(sandbox, CREDENTIALS_GRANT);
		expect(Object.keys(bare.json)).toEqual(['access_token']);
		switches.token.refreshToken = 'all';
		switches.token.expiresIn = true;
		switches.tokenLifetimeSeconds = 7;
		const full = await postForm(sandbox, CREDENTIALS_GRANT);
		expect(full.json.expires_in).toBe(7);
		expect(full.json.refresh_token).toEqual(expect.any(String));
	});

	it('tokenLifetimeRequests 3 refuses the fourth request', async () => {
		sandbox.procurios.switches.tokenLifetimeRequests = 3;
		const limited = await ApiClient.connect(sandbox);
		const statuses: number[] = [];
		for (let i = 0; i < 4; i++) statuses.push((await limited.get('emails')).status);
		expect(statuses).toEqual([200, 200, 200, 401]);
	});
});

describe('cursors', () => {
	const unknown = `2025-05-01T00:00:00+00:00_00000000-0000-0000-0000-000000000000`;

	it('unknownCursor lookup refuses what is no row', async () => {
		sandbox.procurios.switches.unknownCursor = 'lookup';
		const pages = await client.walk('recipients', cursors.recipients);
		expect(pages.flat()).toEqual(sandbox.procurios.data.recipients);
		const reply = await client.get(`recipients?after=${encodeURIComponent(unknown)}`);
		expect(reply.status).toBe(400);
		expect((await client.get('emails?after=1')).status).toBe(400);
		const otherMail = sandbox.procurios.data.opens[0];
		const emails = sandbox.procurios.data.emails;
		const mail = emails.find((row) => row.trackingId !== otherMail?.trackingId);
		const after = encodeURIComponent(cursors.opens({ ...otherMail }));
		expect((await client.get(`${mail?.trackingId}/opens?after=${after}`)).status).toBe(400);
	});

	it('unknownCursor lookup refuses the place that a recipient has left', async () => {
		sandbox.procurios.switches.unknownCursor = 'lookup';
		const left = { ...sandbox.procurios.data.recipients[5] };
		const after = encodeURIComponent(cursors.recipients(left));
		expect((await client.get(`recipients?after=${after}`)).status).toBe(200);
		sandbox.procurios.add.recipientChange({ trackingCode: left.trackingCode });
		expect((await client.get(`recipients?after=${after}`)).status).toBe(400);
	});

	it('nextCursorHasLinkId loses no click of a tie', async () => {
		const { add, data, switches } = sandbox.procurios;
		switches.nextCursorHasLinkId = true;
		const tie = { trackingCode: data.recipients[0]?.trackingCode, location: 'a'.repeat(40) };
		for (let linkId = 120; linkId > 0; linkId--) {
			add.click({ ...tie, linkId, date: '2030-01-01T00:00:00Z' });
		}
		const rows: Row[] = [];
		let after: string | undefined;
		for (;;) {
			const page = await client.page('clicks', after);
			if (page.rows.length === 0) break;
			rows.push(...page.rows);
			after = afterOf(page.next);
			expect(after.split('_')).toHaveLength(4);
		}
		// Rows that are equal in every field cannot be told apart by any cursor.
		const distinct = (all: readonly object[]) => new Set(all.map((row) => JSON.stringify(row)));
		expect(distinct(rows)).toEqual(distinct(data.clicks));
		expect(rows.at(-1)?.linkId).toBe(120);
		const three = cursors.clicks(rows[10] ?? {});
		expect((await client.get(`clicks?after=${encodeURIComponent(three)}`)).status).toBe(200);
	});

	it('hrefs encoded', async () => {
		const raw = (await client.page('opens')).next;
		sandbox.procurios.switches.hrefs = 'encoded';
		const encoded = (await client.page('opens')).next;
		expect(encoded).toContain('%2B00%3A00_');
		expect(afterOf(encoded)).toBe(afterOf(raw));
	});
});

describe('next links', () => {
	const lastEmail = () => sandbox.procurios.data.emails.at(-1)?.trackingId ?? 0;
	const secondLast = () => sandbox.procurios.data.emails.at(-2)?.trackingId ?? 0;

	it.each([
		['always', true, true],
		['untilEmpty', true, false],
		['onlyWhenMore', false, false],
	] as const)('nextOnLastPage %s', async (reading, onLast, onEmpty) => {
		sandbox.procurios.switches.nextOnLastPage = reading;
		const has = async (after?: number) => (await client.page('emails', after)).next !== undefined;
		expect(await has()).toBe(true);
		expect(await has(secondLast())).toBe(onLast);
		expect(await has(lastEmail())).toBe(onEmpty);
	});

	it('emptyLinks is an object or an array', async () => {
		const { switches } = sandbox.procurios;
		switches.nextOnLastPage = 'untilEmpty';
		expect((await client.page('emails', lastEmail())).links).toEqual({});
		switches.emptyLinks = 'array';
		expect((await client.page('emails', lastEmail())).links).toEqual([]);
	});

	it('has none in an empty list, which has no cursor to repeat', async () => {
		const empty = await startSandbox({ procurios: { opens: 0 } });
		const page = await (await ApiClient.connect(empty)).page('opens');
		await empty.close();
		expect(page).toEqual({ rows: [], next: undefined, links: {} });
	});
});

describe('pages', () => {
	it('shortPages gives shorter pages, the same each time, and loses nothing', async () => {
		sandbox.procurios.switches.shortPages = true;
		const pages = await client.walk('recipients', cursors.recipients);
		expect(pages.flat()).toEqual(sandbox.procurios.data.recipients);
		const lengths = pages.map((rows) => rows.length);
		expect(lengths.slice(0, -1).some((length) => length < 50)).toBe(true);
		const again = await client.walk('recipients', cursors.recipients);
		expect(again).toEqual(pages);
	});

	it('tieOrder shuffled changes the order of equal keys and nothing else', async () => {
		const { switches } = sandbox.procurios;
		const stable = (await client.page('clicks')).rows;
		expect((await client.page('clicks')).rows).toEqual(stable);
		switches.tieOrder = 'shuffled';
		const orders = new Set<string>();
		for (let i = 0; i < 5; i++) {
			const { rows } = await client.page('clicks');
			expect(rows.map(cursors.clicks)).toEqual(stable.map(cursors.clicks));
			orders.add(JSON.stringify(rows));
		}
		expect(orders.size).toBeGreaterThan(1);
	});

	it('tieOrder shuffled can show any row of a tie that goes on behind the page', async () => {
		const { add, data, switches } = sandbox.procurios;
		switches.tieOrder = 'shuffled';
		const tie = {
			trackingCode: data.recipients[0]?.trackingCode,
			date: '2030-01-01T00:00:00Z',
			location: 'a'.repeat(40),
		};
		const rows = Array.from({ length: 60 }, (_, index) => add.click({ ...tie, linkId: index }));
		const before = data.clicks[data.clicks.length - rows.length - 1];
		const seen = new Set<unknown>();
		for (let i = 0; i < 10; i++) {
			const page = await client.page('clicks', cursors.clicks({ ...before }));
			expect(page.rows).toHaveLength(50);
			for (const row of page.rows) seen.add(row.linkId);
		}
		expect(seen.size).toBe(60);
	});
});

describe('lastUpdate', () => {
	const fresh = () => {
		const { add, data } = sandbox.procurios;
		return add.recipient({ trackingId: data.emails[0]?.trackingId, sent: '2025-08-01T00:00:00Z' });
	};
	const current = (trackingCode: string) =>
		sandbox.procurios.data.recipients.find((row) => row.trackingCode === trackingCode);

	it.each([true, false])('botEventsMoveLastUpdate %s', (moves) => {
		const { add, switches } = sandbox.procurios;
		switches.botEventsMoveLastUpdate = moves;
		const { trackingCode, lastUpdate } = fresh();
		add.open({ trackingCode, bot: true });
		const after = current(trackingCode);
		expect(after?.firstBotOpen).not.toBeNull();
		expect(after?.lastUpdate !== lastUpdate).toBe(moves);
		add.open({ trackingCode });
		expect(current(trackingCode)?.firstOpen).not.toBeNull();
		expect(current(trackingCode)?.lastUpdate).not.toBe(lastUpdate);
	});

	it('a recipient changes with the first open only', () => {
		const { add } = sandbox.procurios;
		const { trackingCode } = fresh();
		add.open({ trackingCode, date: '2025-08-02T00:00:00Z' });
		const first = current(trackingCode);
		expect(first?.firstOpen).toBe('2025-08-02T00:00:00+00:00');
		add.open({ trackingCode, date: '2025-08-01T00:00:00Z' });
		add.open({ trackingCode, date: '2025-08-03T00:00:00Z' });
		expect(current(trackingCode)).toBe(first);
	});

	it('a change does not lead back, not even where the clock is behind', () => {
		const { add, data } = sandbox.procurios;
		const future = '2100-01-01T00:00:00+00:00';
		const { trackingCode } = add.recipient({
			trackingId: data.emails[0]?.trackingId,
			lastUpdate: future,
		});
		expect(add.recipientChange({ trackingCode }).lastUpdate).toBe(future);
	});

	it('lateLastUpdate is the moment of writing or the latest event', () => {
		const { add, switches } = sandbox.procurios;
		const { trackingCode } = fresh();
		switches.lateLastUpdate = 'latestEvent';
		const bounced = '2025-08-01T00:01:00+00:00';
		expect(add.recipientChange({ trackingCode, bounced }).lastUpdate).toBe(bounced);
		switches.lateLastUpdate = 'written';
		const written = add.recipientChange({ trackingCode, bounced }).lastUpdate;
		expect(Date.parse(written)).toBeGreaterThan(Date.parse(bounced) + 1000);
	});
});

describe('bodies', () => {
	it.each([
		['json', 'application/json', /^\{"message":".+"\}$/],
		['html', 'text/html', /^<!DOCTYPE html>/],
		['empty', null, /^$/],
	] as const)('errorBody %s', async (reading, type, body) => {
		sandbox.procurios.switches.errorBody = reading;
		for (const reply of [
			await client.get('emails', { headers: { authorization: '' } }),
			await client.get('nothing'),
			await client.get('emails?after=x'),
		]) {
			expect(reply.status).toBeGreaterThanOrEqual(400);
			expect(reply.headers.get('content-type')?.split(';')[0] ?? null).toBe(type);
			expect(reply.text).toMatch(body);
		}
		const token = await postForm(sandbox, {});
		expect(token.status).toBe(400);
		if (reading === 'json') expect(token.json.error).toBe('invalid_request');
		else expect(token.text).toMatch(body);
	});

	it('unicode utf8 gives the same values in other bytes', async () => {
		const escaped = await client.get('recipients');
		sandbox.procurios.switches.unicode = 'utf8';
		const utf8 = await client.get('recipients');
		expect(utf8.text).toMatch(/[^\x20-\x7e]/);
		expect(utf8.json).toEqual(escaped.json);
	});

	it('contentType', async () => {
		sandbox.procurios.switches.contentType = 'text/plain';
		const { headers } = await client.get('emails');
		expect(headers.get('content-type')).toContain('text/plain');
	});
});

it('latency delays API answers', async () => {
	const slow = await startSandbox({ procurios: { opens: 0, latency: 20 } });
	const own = await ApiClient.connect(slow);
	const before = performance.now();
	await own.get('emails');
	const took = performance.now() - before;
	await slow.close();
	// Timers may fire a little early; the point is that there is a wait at all.
	expect(took).toBeGreaterThan(15);
});
