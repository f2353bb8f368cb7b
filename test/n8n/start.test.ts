import { once } from 'node:events';
import { NpmStart } from './npmStart';

/** Each start builds the package and waits for an n8n. */
jest.setTimeout(180_000);

let npmStart: NpmStart;

beforeAll(async () => {
	npmStart = await NpmStart.prepare();
});

afterEach(() => npmStart.end());

afterAll(async () => await npmStart.clear());

test('npm start -- --once pulls all that the sandbox has', async () => {
	const { child, said } = npmStart.run('--once', '--opens', '3000');
	await once(child, 'close');
	expect(said()).toMatch(/3,000 records came in [\d.]+ s; the sandbox has 3,000 opens\.\n/);
	expect(said()).toMatch(/200 records came in [\d.]+ s; the sandbox has 200 recipients\.\n/);
	expect(said()).toMatch(/2,000 records came in [\d.]+ s; the sandbox has 2,000 e-mails\.\n/);
	expect(said()).toMatch(
		/150 records came in [\d.]+ s; the sandbox has 150 clicks of Marketing Suite\.\n$/,
	);
	expect(child.exitCode).toBe(0);
});

test('npm start keeps what the first start made, and ends all that it started', async () => {
	const { child, said, untilSaid } = npmStart.run('--opens', '100');
	await untilSaid('Ctrl-C');
	const urls = [...said().matchAll(/(?:Editor|Pull|Trigger|Send|Sandbox) +(http\S+)/g)].map(
		([, url]) => url,
	);
	expect(urls).toHaveLength(1 + 4 * 3 + 1);
	expect(said()).toMatch(/^Procurios: 100 opens/m);
	expect(said()).toMatch(/^Anthology Encompass: 200 recipients/m);
	expect(said()).toMatch(/^iovox: 2,000 e-mails/m);
	expect(said()).toMatch(/^Copernica: 150 clicks of Marketing Suite/m);
	expect(said()).not.toContain('Installed');
	for (const url of urls) expect(await answers(url)).toBe(true);

	child.kill('SIGTERM');
	await once(child, 'close');
	for (const url of urls) expect(await answers(url)).toBe(false);
});

async function answers(url = ''): Promise<boolean> {
	return await fetch(url).then(
		() => true,
		() => false,
	);
}
