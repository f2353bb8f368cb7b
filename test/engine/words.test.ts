import { inspect } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import { runNode } from './engine';
import { closeRawVendors, rawVendor, TOKEN, VENDORS, vendorNamed } from './rawVendor';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../time')>('../time').withoutPauses(),
);

afterEach(closeRawVendors);

interface Told {
	readonly status?: number;
	readonly type?: string;
	readonly body: string;
}

/** All that n8n shows or keeps of a run that such an answer ended. */
async function shownOf(name: string, { status = 200, type = 'text/plain', body }: Told) {
	const list = vendorNamed(name);
	const vendor = await rawVendor((_request, response) =>
		response.writeHead(status, { 'Content-Type': type }).end(body),
	);
	const credentials = list.credentials(vendor.url);
	const { error, run } = await runNode({ parameters: list.parameters, credentials });
	expect(error).toBeDefined();
	const whole = inspect(error, { depth: 12, showHidden: true, maxStringLength: null });
	return {
		message: error!.message,
		text: [error!.message, error!.description].filter(Boolean).join(' '),
		whole: whole + JSON.stringify(run.data.resultData),
	};
}

const each = VENDORS.map(({ name }) => name);
const PEOPLE = ['kim@example.org', 'Kim', 'Jansen', '0612345678'];
const person = { recipient_address: 'kim@example.org', name: 'Kim Jansen', phone: '0612345678' };
const json = JSON.stringify({ results: [person, person], data: [person] });

const BODIES: Array<[string, string]> = [
	['JSON that breaks off', json.slice(0, -20)],
	['a JSON array that breaks off', JSON.stringify([person, person]).slice(0, -3)],
	['JSON, line by line', `${JSON.stringify(person)}\n${JSON.stringify(person)}\n`],
	['CSV', 'address,name,phone\nkim@example.org,Kim Jansen,0612345678\n'],
	['a line of CSV', '"kim@example.org","Kim Jansen","0612345678"'],
	['a line of CSV with semicolons', 'kim@example.org; Kim Jansen; 0612345678'],
	['a form', 'address=kim%40example.org&name=Kim+Jansen&phone=0612345678'],
	['XML', `<people><person><name>Kim Jansen</name><mail>kim@example.org</mail></person></people>`],
	['a long text', `${'All is well. '.repeat(30)} Kim Jansen, kim@example.org, 0612345678`],
	['a web page', `<html><title>Oops</title><body>Kim Jansen kim@example.org</body></html>`],
	['a message that is JSON', JSON.stringify({ message: json })],
	[
		'fields that are addresses',
		JSON.stringify({ 'kim@example.org': 1, error: { 'Kim Jansen': 1 } }),
	],
];

describe.each([200, 400, 422, 500, 503])(
	'with status %s, no record is shown that came as',
	(status) => {
		it.each(BODIES)('%s', async (_what, body) => {
			for (const name of ['iovox', 'Procurios']) {
				const { whole } = await shownOf(name, { status, body });
				for (const part of PEOPLE) expect(whole.includes(part)).toBe(false);
			}
		});
	},
);

describe.each(each)('%s', (name) => {
	it('tells of JSON that breaks off, and no more', async () => {
		const { message, whole } = await shownOf(name, {
			type: 'application/json',
			body: json.slice(0, -9),
		});
		expect(message).toMatch(/ answered with JSON that breaks off instead of the list$/);
		for (const part of PEOPLE) expect(whole.includes(part)).toBe(false);
	});

	it('tells what it says in one line, bounded, and without addresses of people', async () => {
		const message = `No\r\nsuch\u2028list\u0000 of kim@example.org,\u001b[31m ${'so it is, '.repeat(9_000)}`;
		const { text } = await shownOf(name, { status: 422, body: JSON.stringify({ message }) });
		expect(text).toContain('says: No such list of ***,');
		expect(text.length).toBeLessThan(2_000);
		expect(text).not.toMatch(/[\p{C}\u2028]/u);
	});

	const lines = 'It\r\nis\nnot\u2028so. '.repeat(7_000);
	it.each([
		['text', lines],
		['short text', 'It is\r\nnot\u2029so.'],
		['JSON', JSON.stringify({ message: lines, error: { message: lines } })],
		[
			'a list of messages in JSON',
			JSON.stringify({ errors: Array(50).fill({ detail: lines.slice(0, 2_000) }) }),
		],
		['JSON with names of fields', JSON.stringify({ [lines]: 1, 'a\nb': lines })],
		['HTML', `<html>\n<title>${lines.slice(0, 900)}</title>\n<body>\n${lines}</body></html>`],
		['XML', `<errors>\n<error>${lines}</error>\n<detail>${lines}</detail></errors>`],
	])('has no more than a few lines to say of %s, in one line', async (_what, body) => {
		for (const status of [200, 500]) {
			const { text } = await shownOf(name, { status, body });
			expect(text.length).toBeLessThan(2_000);
			expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
		}
	});
});

it.each([
	['a word', 400, 'Forbidden', 'Forbidden'],
	['a sentence', 503, 'The service is closed until Monday.', 'closed until Monday.'],
	['XML', 400, '<errors><error status="400">No such link</error></errors>', 'No such link'],
	['JSON in JSON', 502, JSON.stringify({ message: '{"error":"No route"}' }), 'No route'],
])('%s of a vendor is shown', async (_what, status, body, words) => {
	expect((await shownOf('Copernica', { status, body })).text).toContain(words);
});

describe('a secret is shown in no part, where it comes', () => {
	/** What looks like a tag stands before what must not be shown, or behind it. */
	const SECRETS = [
		'a<b>c"/\\d é&e\'f-0123456789-the-Secure-Key',
		'0123456789-the-Secure-Key-a<b>c"/\\d é&e\'f',
	];
	const CASES: Array<[string, (secret: string) => string]> = [
		['400 times', (secret) => secret.repeat(400)],
		['400 times, with blanks', (secret) => `${secret} `.repeat(400)],
		[
			'at each place where something is cut',
			(secret) => `${'z '.repeat(120)}${secret} `.repeat(300),
		],
		['behind what is not read', (secret) => 'z'.repeat(19_990) + secret],
		['behind blanks that are not read', (secret) => ' '.repeat(19_990) + secret],
		[
			'in an entity',
			(secret) => secret.replace(/[<>&"']/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`),
		],
		['escaped twice', (secret) => JSON.stringify(JSON.stringify(secret))],
		['encoded twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
		[
			'with \\u',
			(secret) =>
				secret.replace(
					/[^\w]/g,
					(sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
				),
		],
	];
	const wrapped: Array<[string, (text: string) => string]> = [
		['as a text', (text) => text],
		['in JSON', (text) => JSON.stringify({ message: text })],
		['in XML', (text) => `<errors><error>${text}</error></errors>`],
		['in a title', (text) => `<html><title>${text}</title></html>`],
	];

	it.each(
		SECRETS.flatMap((secret) => CASES.map(([what, spelt]) => [what, secret, spelt] as const)),
	)('%s: %s', async (_what, secret, spelt) => {
		for (const status of [200, 500]) {
			for (const [, wrap] of wrapped) {
				const list = vendorNamed('iovox');
				const vendor = await rawVendor((_request, response) =>
					response.writeHead(status).end(wrap(spelt(secret))),
				);
				const credentials = list.credentials(vendor.url, { apiKey: secret } as IDataObject);
				// Not sent: a header takes no such signs.
				credentials.type.authenticate = async (_credential, options) => options;
				const { error } = await runNode({ parameters: list.parameters, credentials });
				const shown = `${error?.message} ${error?.description}`;
				expect(shown).not.toMatch(/0123456|Secure-K|the-Secure/);
			}
		}
	});

	it.each(['Procurios', 'Anthology Encompass'])('nor of the token that %s gave', async (name) => {
		for (const [, spelt] of CASES) {
			const { whole } = await shownOf(name, {
				status: 500,
				body: JSON.stringify({ message: spelt(TOKEN) }),
			});
			expect(whole).not.toMatch(/Access\.Token|x{8}/);
		}
	});
});

it.each(each)('the beginnings of a web page without end are told by %s like one', async (name) => {
	const body = `<html>${'<title x '.repeat(110_000)}`;
	expect((await shownOf(name, { type: 'text/html', body })).message).toMatch(/a web page instead/);
	const blanks = `<html><title>${' '.repeat(1_000_000)}`;
	expect((await shownOf(name, { status: 500, body: blanks })).message).toMatch(/status 500/);
});

it.each(each)(
	'what %s says behind the beginning of a long answer is not looked for',
	async (name) => {
		const far = 'x'.repeat(20_000);
		const page = `<html>${far}<title>Far away</title></html>`;
		expect((await shownOf(name, { type: 'text/html', body: page })).text).not.toContain('Far away');
		const xml = `<errors>${far}<error>Far away</error></errors>`;
		expect((await shownOf(name, { status: 500, body: xml })).text).not.toContain('Far away');
	},
);
