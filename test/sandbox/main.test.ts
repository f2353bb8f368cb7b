import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(__dirname, '..', '..', 'sandbox', 'main.ts');

const started: ChildProcessWithoutNullStreams[] = [];

function run(...args: string[]): ChildProcessWithoutNullStreams {
	const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args]);
	started.push(child);
	return child;
}

afterEach(() => {
	for (const child of started.splice(0)) child.kill('SIGKILL');
});

async function until(condition: () => Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function ended(child: ChildProcessWithoutNullStreams) {
	let output = '';
	let errors = '';
	child.stdout.on('data', (data: Buffer) => (output += data.toString()));
	child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, output, errors };
}

it.each(['SIGTERM', 'SIGINT'] as const)('says where it is, and ends on %s', async (signal) => {
	const child = run(
		...[
			'--procurios-opens',
			'200',
			'--seed',
			'7',
			'--live',
			'--procurios-switches',
			'{"hrefs":"encoded"}',
		],
		...['--encompass-messages', '2', '--encompass-switches', '{"order":"descending"}'],
		...['--iovox-mails', '90', '--iovox-switches', '{"pageCap":7}'],
		...['--copernica-clicks', '70', '--copernica-destinations', '40'],
		...['--copernica-emailings', '3', '--copernica-impressions', '90'],
		...['--copernica-switches', '{"zone":"UTC"}'],
	);
	const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
	const ready = JSON.parse(line) as Record<string, unknown>;
	expect(ready).toEqual({
		url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
		procurios: {
			siteUrl: `${String(ready.url)}/procurios`,
			clientId: 'sandbox-client',
			clientSecret: 'sandbox-secret',
			counts: expect.objectContaining({ opens: 200, recipients: 100 }),
		},
		encompass: {
			siteUrl: `${String(ready.url)}/encompass/site`,
			apiUrl: `${String(ready.url)}/encompass/us`,
			siteId: expect.stringMatching(/^\d+$/),
			apiKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
			counts: expect.objectContaining({ messages: 2, recipients: 80, opens: 120 }),
		},
		iovox: {
			apiUrl: `${String(ready.url)}/iovox/rest/v1`,
			username: expect.stringMatching(/^[a-z-]+$/),
			secureKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
			counts: { mails: 90, links: 8, proxies: 0, accepted: 0 },
		},
		copernica: {
			apiUrl: `${String(ready.url)}/copernica/api`,
			authUrl: `${String(ready.url)}/copernica/authenticate`,
			accessToken: expect.stringMatching(/^.{80,}$/),
			counts: expect.objectContaining({
				publisher: expect.objectContaining({
					...{ emailings: 3, destinations: 40, clicks: 70, impressions: 90 },
				}),
			}),
		},
	});
	const control = `${String(ready.url)}/_control`;
	const answer = await fetch(`${control}/procurios/switches`);
	expect(await answer.json()).toMatchObject({ hrefs: 'encoded' });
	const second = await fetch(`${control}/encompass/switches`);
	expect(await second.json()).toMatchObject({ order: 'descending' });
	const third = await fetch(`${control}/iovox/switches`);
	expect(await third.json()).toMatchObject({ pageCap: 7 });
	const fourth = await fetch(`${control}/copernica/switches`);
	expect(await fourth.json()).toMatchObject({ zone: 'UTC' });
	for (const vendor of ['procurios', 'encompass', 'iovox', 'copernica']) {
		await until(async () => (await (await fetch(`${control}/${vendor}/history`)).text()) !== '[]');
	}
	const end = ended(child);
	child.kill(signal);
	expect((await end).code).toBe(0);
});

it('explains itself with --help', async () => {
	const { code, output } = await ended(run('--help'));
	expect(code).toBe(0);
	expect(output).toMatch(/^Usage: .*--port N/s);
});

it.each([
	['--nothing'],
	['--procurios-opens=many'],
	['--procurios-opens=-1'],
	['--procurios-switches={"hrefs":1}'],
	['--encompass-messages=-1'],
	['--encompass-switches={"order":1}'],
	['--iovox-mails=x'],
	['--iovox-switches={"ties":1}'],
	['--copernica-clicks=-1'],
	['--copernica-switches={"zone":1}'],
])('ends with an error on %s', async (argument) => {
	const { code, output, errors } = await ended(run(argument));
	expect(code).toBe(2);
	expect(output).toBe('');
	expect(errors).not.toBe('');
});
