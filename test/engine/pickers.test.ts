import { inspect } from 'node:util';
import type { NodeApiError } from 'n8n-workflow';
import { searchEmailings, searchEmails, searchLinks, searchMessages } from './engine';
import { closeRawVendors, rawVendor, vendorNamed } from './rawVendor';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../time')>('../time').withoutPauses(),
);

afterEach(closeRawVendors);

const PICKERS = [
	['Procurios', searchEmails],
	['iovox', searchLinks],
	['Anthology Encompass', searchMessages],
	['Copernica', searchEmailings('publisher')],
	['Copernica v2', searchEmailings('ms')],
] as const;

interface Told {
	readonly status?: number;
	readonly headers?: Record<string, string>;
	readonly body: string | ((sent: string) => string);
}

const person = { recipient_address: 'kim@example.org', name: 'Kim Jansen' };
const long = `${'no such list,\r\n'.repeat(9_000)}kim@example.org`;

/** What a picker says of each, and what to do. */
const ANSWERS: Array<[string, Told, RegExp]> = [
	[
		'a web page',
		{ body: `<html><title>Kiosk</title><p>${person.name} ${'<title '.repeat(9_000)}` },
		/answered with a web page .*instead of the list.*Asked was 127\.0\.0\.1:\d+\/.*Check the /,
	],
	[
		'JSON that breaks off',
		{
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ data: [person, person] }).slice(0, -9),
		},
		/answered with JSON that breaks off instead of the list.*Asked was 127\.0\.0\.1:\d+\//,
	],
	['a refusal', { status: 403, body: '{}' }, /denies access to \/.*|refuses/],
	['too many requests', { status: 429, body: '{}' }, /receives too many requests.*(again|minute)/],
	[
		'a redirect',
		{ status: 302, headers: { Location: 'https://elsewhere.example/x?key=1' }, body: '' },
		/redirects to https:\/\/elsewhere\.example, which is not followed.*must not travel/,
	],
	['no end of words', { status: 422, body: JSON.stringify({ message: long }) }, /no such list/],
	[
		'what was sent',
		{ status: 422, body: (sent) => JSON.stringify({ message: `You are ${sent}, it seems` }) },
		/You are .*\*\*\*/,
	],
];

describe.each(PICKERS)('the list of %s to choose from', (name, search) => {
	it.each(ANSWERS)('that is answered with %s says so', async (_what, told, says) => {
		const { status = 200, headers = { 'Content-Type': 'text/html' }, body } = told;
		let sent = '';
		const vendor = await rawVendor((request, response) => {
			const { authorization = '' } = request.headers;
			sent = [authorization, request.url].join(' ');
			for (const key of Object.values(request.headers)) sent += ` ${String(key)}`;
			response.writeHead(status, headers).end(typeof body === 'string' ? body : body(sent));
		});
		const error = await search(vendorNamed(name).credentials(vendor.url)).then(
			() => undefined,
			(thrown: NodeApiError) => thrown,
		);
		expect(error?.name).toMatch(/^Node(?:Api|Operation)Error$/);
		const text = `${error!.message} ${error!.description}`;
		expect(text).toMatch(says);
		expect(error!.message).toContain(name.replace(/ v\d$/, ''));
		expect(text.length).toBeLessThan(2_000);
		expect(text).not.toMatch(/[\p{C}\u2028]/u);
		const whole = inspect(error, { depth: 12, showHidden: true, maxStringLength: null });
		for (const part of ['kim@example.org', 'Kim Jansen', ...secretsIn(sent)]) {
			expect(whole.includes(part)).toBe(false);
		}
	});
});

/** The tokens and keys of a request, as it had them. */
const secretsIn = (sent: string) => [
	...new Set(sent.match(/(?<=Bearer )\S+|the-Secure-Key|the-Secure\/key\+1=|api-Token\S*/g) ?? []),
];

it('a list to choose from is told of by one whose address is none', async () => {
	const credentials = vendorNamed('Procurios').credentials('no address at all');
	const failed = searchEmails(credentials);
	await expect(failed).rejects.toThrow(
		/^The Site URL of the Procurios credential is no web address$/,
	);
});

it.each(PICKERS)('the list of %s that is none is told with its node', async (name, search) => {
	const vendor = await rawVendor((_request, response) => {
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify({ some: 'thing' }));
	});
	const failed = search(vendorNamed(name).credentials(vendor.url));
	await expect(failed).rejects.toMatchObject({
		name: 'NodeOperationError',
		node: { name: 'Node' },
		message: expect.stringMatching(/ no list of |something other than a list of /) as string,
	});
});

it('a list to choose from that stands still does not show a secret that it is asked with', async () => {
	const clientSecret = '20260203090000';
	const vendor = await rawVendor((_request, response) => {
		const next = { href: `/l/email_api/tracking/emails?after=${clientSecret}` };
		response.setHeader('Content-Type', 'application/json');
		response.end(
			JSON.stringify({ emails: [{ trackingId: Number(clientSecret) }], _links: { next } }),
		);
	});
	const credentials = vendorNamed('Procurios').credentials(vendor.url, { clientSecret });
	const error = (await searchEmails(credentials).catch(
		(thrown: unknown) => thrown,
	)) as NodeApiError;
	expect(error.message).toBe('The list of e-mails does not move on');
	expect(error.description).toContain('after "***"');
	expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(clientSecret);
});
