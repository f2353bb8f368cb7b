import { inspect } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode } from './engine';
import { type Asked, closeStandIns, standIn, type Told } from './standIns';

const pauses: number[] = [];
// Pauses between tries are counted, not sat out; the time limit of a request stays.
jest.mock('n8n-workflow', () => {
	const n8n = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	const sleep = async (ms: number, signal?: AbortSignal) => {
		if (ms > 60_000) return await n8n.sleep(ms, signal);
		pauses.push(ms);
		return await new Promise<void>((resolve) => setImmediate(resolve));
	};
	return { ...n8n, sleep };
});

afterEach(closeStandIns);

const opens: INodeParameters = { resource: 'open', operation: 'getAll', returnAll: true };
const row = (n: number, more: object = {}) => ({
	trackingCode: `c${n}`,
	trackingId: 1,
	date: `2026-02-03T09:00:0${n}+00:00`,
	location: 'aa',
	bot: false,
	...more,
});
const linkTo = (href: unknown) => ({ _links: { next: { href } } });

async function ask(
	answer: (asked: Asked) => Told,
	{
		parameters = opens,
		credential,
		token,
	}: {
		parameters?: INodeParameters;
		credential?: IDataObject;
		token?: (number: number) => Told;
	} = {},
) {
	const vendor = await standIn(answer, token);
	const result = await runNode({ parameters, credentials: vendor.credentials(credential) });
	const text = `${result.error?.message}\n${result.error?.description ?? ''}`;
	return { ...result, text, asked: vendor.asked };
}

describe('a next link', () => {
	/** Four rows, two a page, with links of that sort on each. */
	const pages =
		(links: object) =>
		({ after }: Asked): Told => {
			const from = after === undefined ? 0 : Number(/_c(\d)_/.exec(after)?.[1]);
			const rows = [row(from + 1), row(from + 2)].filter(({ trackingCode }) => trackingCode < 'c5');
			return { body: { opens: rows, ...links } };
		};

	it.each<[string, object]>([
		['that is missing, with all links', {}],
		['that is missing, links being null', { _links: null }],
		['that is empty', linkTo('')],
		['that has a broken encoding', linkTo('/l/email_api/tracking/opens?after=%E0%A4%A')],
		['of 100,000 characters', linkTo(`/l/${'a'.repeat(100_000)}`)],
		['that is a bare text', { _links: { next: '/l/email_api/tracking/opens?after=x' } }],
		['in a list', { _links: { next: [{ href: '/l/email_api/tracking/opens?after=x' }] } }],
		['with a number for its address', linkTo(5)],
	])('%s cuts no list short', async (_name, links) => {
		const { items, error } = await ask(pages(links));
		// Reading on and saying so are both right; giving half a list as the whole is not.
		if (!error)
			expect(items.map(({ json }) => json.trackingCode)).toEqual(['c1', 'c2', 'c3', 'c4']);
	});

	it.each<[string, string, string]>([
		['without a protocol', '//evil.example/x', 'evil.example'],
		['with backslashes', '\\\\evil.example\\x', 'evil.example'],
		['with three slashes', 'http:///evil.example/x', 'evil.example'],
		['with a login', 'http://user:pass@evil.example/', 'evil.example'],
		['to an international host', 'https://bücher.example/', 'xn--bcher-kva.example'],
		['with a script', 'javascript:alert(1)', 'links to'],
		['that is none', `http://[bad${'y'.repeat(500)}`, 'links to'],
	])('%s is refused, before anything is sent', async (_name, href, named) => {
		const { text, items, asked } = await ask(pages(linkTo(href)));
		expect(text).toMatch(/links to \S+ .*not followed/);
		expect(text).toContain(named);
		expect(text).not.toContain('pass');
		expect(text.length).toBeLessThan(500);
		expect(items).toEqual([]);
		expect(asked).toHaveLength(1);
	});
});

describe('a list', () => {
	it.each<[string, unknown, RegExp]>([
		['without an envelope', [row(1)], /holds no list of opens/],
		['with a null row', { opens: [row(1), null], _links: {} }, /holds no list of opens/],
		['with a row that is a list', { opens: [[row(1)]], _links: {} }, /holds no list of opens/],
		['that is null', { opens: null, _links: {} }, /holds no list of opens/],
		['that is a number', 5, /instead of the list/],
	])('%s is an error that says so', async (_name, body, message) => {
		const { text, items } = await ask(() => ({ body }));
		expect(text).toMatch(message);
		expect(items).toEqual([]);
	});

	it('keeps what is strange in its rows, and reaches nothing with it', async () => {
		const body = `{"opens":[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},
			"trackingCode":"c1","trackingId":1e400,"date":"2026-02-03T09:00:00+00:00","location":"aa","bot":"no",
			"nested":${'['.repeat(5_000)}${']'.repeat(5_000)}}],"_links":{}}`;
		const { items, error } = await ask(() => ({ body }), {
			parameters: { ...opens, output: 'trackingEvent' },
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0]!.json.bot).toBe(false);
		expect(({} as IDataObject).polluted).toBeUndefined();
		expect(Object.keys(items[0]!.json.raw as object)).toContain('__proto__');
	});

	it.each(['2026-99-99T99:99:99+00:00', '0000-00-00T00:00:00+00:00', 'soon'])(
		'with "%s" for a time gives null for when it happened',
		async (date) => {
			const { items } = await ask(() => ({ body: { opens: [row(1, { date })], _links: {} } }), {
				parameters: { ...opens, output: 'trackingEvent' },
			});
			expect(items[0]!.json.occurredAt).toBeNull();
		},
	);
});

it('an error that is nested without end is told like any other', async () => {
	const body = `${'{"error":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
	const { text, error } = await ask(() => ({ status: 403, body }));
	expect(text).toMatch(/denies access/);
	expect(error?.httpCode).toBe('403');
});

describe('Retry-After', () => {
	it.each(['-1', '+5', '3 , 4', '1e9', 'NaN', 'soon 5', '', 'Tue, 03 Feb 2015 09:00:30 GMT'])(
		'"%s" is no reason to ask five times at once',
		async (pause) => {
			pauses.length = 0;
			const { asked } = await ask(() => ({ status: 503, headers: { 'Retry-After': pause } }));
			expect(asked).toHaveLength(5);
			// Those of the limiter are among them.
			expect(pauses.length).toBeGreaterThanOrEqual(4);
			expect(Math.min(...pauses)).toBeGreaterThanOrEqual(250);
		},
	);

	it.each(['1000000000', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT'])(
		'"%s" is not sat out, and told as a number',
		async (pause) => {
			const { asked, error } = await ask(() => ({
				status: 429,
				headers: { 'Retry-After': pause },
			}));
			expect(asked).toHaveLength(1);
			const failure = error?.failure as { retryAfterMs?: number };
			expect(Number.isFinite(failure.retryAfterMs)).toBe(true);
		},
	);
});

describe('a login', () => {
	it.each<[string, Told]>([
		['without a token', { body: {} }],
		['with an empty token', { body: { access_token: '' } }],
		['that is a web page', { body: '<html></html>' }],
	])('%s is told as one', async (_name, told) => {
		const { text, error } = await ask(() => ({ body: {} }), { token: () => told });
		expect(text).toMatch(/could not log in/);
		expect(text).toMatch(/Access Token URL/);
		expect(error?.failure).toEqual({ cause: 'credential-invalid' });
	});

	it('that is answered with 429 does not put the blame on the credential', async () => {
		const told = { status: 429, headers: { 'Retry-After': '0' }, body: {} };
		const { error } = await ask(() => ({ body: {} }), { token: () => told });
		expect(error?.failure?.cause).not.toBe('credential-invalid');
	});
});

describe('no secret is shown', () => {
	/** Every character that some spelling changes. */
	const clientSecret = 's3cr3t "/\\+= ~!äZ&<>\'-and-more';
	const form = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
	const html = (text: string) =>
		text
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;');
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	const longest = (text: string, part: string) => {
		for (let length = part.length; length > 0; length--) {
			if (text.includes(part.slice(0, length))) return length;
		}
		return 0;
	};

	it.each<[string, (asked: Asked) => Told]>([
		[
			'a message',
			({ token }) => ({ status: 500, body: { message: `a ${token} b ${clientSecret}` } }),
		],
		[
			'a header',
			({ token }) => ({ status: 403, body: { message: `Authorization: Bearer ${token}` } }),
		],
		[
			'a Basic header',
			() => ({ status: 403, body: { message: `Basic ${base64(`me:${clientSecret}`)}` } }),
		],
		[
			'a challenge',
			({ token }) => ({
				status: 401,
				headers: { 'WWW-Authenticate': `Bearer realm="${token}"` },
				body: { error: token },
			}),
		],
		[
			'a percent encoding',
			({ token }) => ({ status: 500, body: { message: encodeURIComponent(token) } }),
		],
		[
			'one in small letters',
			({ token }) => ({
				status: 500,
				body: { message: encodeURIComponent(token).replace(/%../g, (code) => code.toLowerCase()) },
			}),
		],
		['a form', () => ({ status: 500, body: { message: form(clientSecret) } })],
		['text', ({ token }) => ({ body: `trace ${token.replaceAll('/', '\\/')}` })],
		['a title', () => ({ body: `<html><title>${html(clientSecret)}</title></html>` })],
		[
			'a message that is cut there',
			({ token }) => ({ status: 500, body: { message: 'z'.repeat(290) + token } }),
		],
		['a text that is cut there', ({ token }) => ({ body: 'z'.repeat(68) + token })],
		[
			'a title that is cut there',
			({ token }) => ({ body: `<html><title>${'z'.repeat(68)}${token}</title>` }),
		],
		['a row', ({ token }) => ({ body: { opens: [{ token, clientSecret }, null] } })],
		['a cursor', ({ token }) => ({ body: { opens: [row(1, { location: token })] } })],
		['a link', ({ token }) => ({ body: { opens: [row(1)], ...linkTo(`http://[${token}`) } })],
		[
			'a redirect',
			({ token }) => ({
				status: 302,
				headers: { Location: `http://evil.example/${token}?t=${encodeURIComponent(token)}` },
			}),
		],
	])('that stands in %s', async (_name, answer) => {
		const { run, error, asked } = await ask(answer, { credential: { clientSecret } });
		expect(error).toBeDefined();
		const shown = JSON.stringify([run.data.resultData.error, error?.message, error?.description]);
		const whole = shown + inspect(error, { depth: 12 });
		const token = asked[0]!.token;
		for (const secret of [token, clientSecret]) {
			for (const spelt of [
				secret,
				encodeURIComponent(secret),
				form(secret),
				html(secret),
				base64(`me:${secret}`),
				secret.replaceAll('/', '\\/'),
				JSON.stringify(secret).slice(1, -1),
				encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
			]) {
				expect(longest(whole, spelt)).toBeLessThan(8);
			}
		}
	});

	it('neither the token that was sent, after another item has renewed it', async () => {
		let renewed!: () => void;
		const renewal = new Promise<void>((resolve) => (renewed = resolve));
		const good = { body: { opens: [], _links: {} } };
		const vendor = await standIn(async ({ path, number, token }) => {
			if (number === 0) return good;
			if (path.includes('/1/')) {
				await renewal;
				return { status: 500, body: { message: `trace: ${token}` } };
			}
			if (token === vendor.asked[0]!.token) return { status: 401, body: {} };
			renewed();
			return good;
		});
		const credentials = vendor.credentials();
		await runNode({ parameters: opens, credentials });
		const emailId = { __rl: true, mode: 'list', value: '={{ $json.id }}' };
		const { items } = await runNode({
			parameters: { ...opens, emailScope: 'one', emailId },
			items: [{ json: { id: 1 } }, { json: { id: 2 } }],
			onError: 'continueRegularOutput',
			credentials,
		});
		expect(items.map(({ json }) => json.error)).toEqual([expect.stringContaining('trace: ')]);
		expect(String(items[0]!.json.error)).not.toContain(vendor.asked[0]!.token);
	});
});
