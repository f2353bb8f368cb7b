import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { ApiClient } from './client';

/** The sample answers of the vendor's documentation. */
function sample(name: string): Record<string, object[]> {
	const text = readFileSync(join(__dirname, '../../samples/procurios', `${name}.json`), 'utf8');
	return JSON.parse(text) as Record<string, object[]>;
}

/** As PHP writes JSON: the samples have escaped slashes, and JSON.parse loses them. */
const asWritten = (value: unknown) => JSON.stringify(value).replaceAll('/', '\\/');

let sandbox: Sandbox;
let client: ApiClient;

beforeAll(async () => {
	// The samples of clicks are in the order of swapped codes, not in that of their text.
	sandbox = await startSandbox({ procurios: { opens: 0, codeOrder: 'swapped' } });
	const { add } = sandbox.procurios;
	add.email({ trackingId: 42 });
	for (const row of sample('recipients').recipients ?? []) add.recipient(row);
	for (const row of sample('opens').opens ?? []) add.open(row);
	for (const row of sample('clicks').clicks ?? []) add.click(row);
	for (const row of sample('emails').emails ?? []) add.email(row);
	client = await ApiClient.connect(sandbox);
});

afterAll(async () => await sandbox.close());

it.each([
	['emails?after=42', 'emails'],
	['recipients', 'recipients'],
	['opens', 'opens'],
	['clicks', 'clicks'],
	['42/recipients', 'email-recipients'],
	['42/opens', 'email-opens'],
	['42/clicks', 'email-clicks'],
])('answers %s as the documentation writes it, byte for byte', async (path, name) => {
	const { status, text } = await client.get(path);
	expect(status).toBe(200);
	expect(text).toBe(asWritten(sample(name)));
});

it('makes up rows with the keys of the samples, in their order', async () => {
	const { data } = (await generated()).procurios;
	const keysOf = (row: object | undefined) => Object.keys(row ?? {});
	expect(keysOf(data.recipients[0])).toEqual(keysOf(sample('recipients').recipients?.[0]));
	expect(keysOf(data.opens[0])).toEqual(keysOf(sample('opens').opens?.[0]));
	expect(keysOf(data.clicks[0])).toEqual(keysOf(sample('clicks').clicks?.[0]));
	for (const like of sample('emails').emails ?? []) {
		const type: unknown = Reflect.get(like, 'type');
		const made = data.emails.find((row) => row.type === type);
		expect(keysOf(made)).toEqual(keysOf(like));
		expect(keysOf(made?.attributes)).toEqual(keysOf(Reflect.get(like, 'attributes')));
		expect(keysOf(made?._links)).toEqual(keysOf(Reflect.get(like, '_links')));
	}
});

async function generated(): Promise<Sandbox> {
	const other = await startSandbox({ procurios: { opens: 500, emails: 40 } });
	await other.close();
	return other;
}
