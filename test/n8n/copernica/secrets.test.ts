import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeParameters } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { itemsOf, type Credential, type Workflow } from '../../../scripts/n8n/client';
import { exampleWorkflow } from '../../../scripts/n8n/example';
import { packageName } from '../../../scripts/n8n/package';
import { copernicaCredential, copernicaLogin } from '../shared';
import { ECHOES, type EchoServer, startEcho } from './echo';
import { LoudN8n } from './loudN8n';

/** n8n polls once a minute. */
jest.setTimeout(300_000);

const VERSIONS = ['v1', 'v2', 'v3', 'v4'];
const MANUAL = 'When clicking ‘Execute workflow’';

let sandbox: Sandbox;
let echo: EchoServer;
let n8n: LoudN8n;

/** All that n8n showed: executions as it stores them, tests of credentials, lists, messages. */
const shown: Array<readonly [what: string, text: string]> = [];
/** What is in a stored execution, and nowhere else. */
const markers: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ copernica: {} });
	echo = await startEcho();
	n8n = await LoudN8n.start();
});

afterAll(async () => {
	await n8n?.close();
	echo?.close();
	await sandbox?.close();
});

/** Where the API is not, and what is found there. */
const wrongPlaces = (): Array<[what: string, apiUrl: string]> => [
	...ECHOES.map((way): [string, string] => [way, `${echo.url}/${way}`]),
	['nothing listens', 'http://127.0.0.1:9'],
	['no host', 'http://copernica.invalid'],
	['no address', 'no address'],
];

/** All at once: what they wait for is the same. */
const ofEachVersion = async (work: (version: string) => Promise<void>) =>
	await Promise.all(VERSIONS.map(work));

test('workflows succeed', async () => {
	await ofEachVersion(async (version) => {
		const { execution, node } = await run(version, {});
		expect([version, execution.status]).toEqual([version, 'success']);
		markers.push(String(itemsOf(execution, node)[0]!.json.id));
	});
});

test('workflows fail where there is something else than the API', async () => {
	await ofEachVersion(async (version) => {
		const failing = wrongPlaces().map(async ([what, apiUrl]) => {
			const { execution, node, credential } = await run(version, { apiUrl });
			expect([what, execution.status]).toEqual([what, 'error']);
			const carried = await run(version, { apiUrl }, { onError: 'continueRegularOutput' });
			expect([what, carried.execution.status]).toEqual([what, 'success']);
			expect(itemsOf(carried.execution, node)).toHaveLength(1);
			await tested(credential, what);
			await listed(credential, what);
		});
		await Promise.all(failing);
	});
});

test('workflows fail with a token that is refused, and where none is exchanged', async () => {
	await ofEachVersion(async (version) => {
		const apiToken = `${sandbox.copernica.accessToken}x`;
		const wrong = [{ apiToken }, ...(version === 'v4' ? placesOfAuthentication() : [])];
		const failing = wrong.map(async (changes) => {
			const { execution, credential } = await run(version, changes);
			expect([version, changes, execution.status]).toEqual([version, changes, 'error']);
			await tested(credential, JSON.stringify(Object.keys(changes)));
		});
		await Promise.all(failing);
	});
});

test('triggers fail: at a test event, when they are published, at a poll', async () => {
	const triggers: Workflow[] = [];
	await ofEachVersion(async (version) => {
		const nowhere = await triggerAt(version, { apiUrl: `${echo.url}/400` });
		const { id } = await n8n.client.run(nowhere, nowhere.nodes[0]!.name);
		await keep('a test event', id);
		const refusal = await n8n.client.activate(nowhere).then(() => 'none', String);
		expect(refusal).toMatch(/Copernica/);
		shown.push(['a refusal to publish', refusal]);

		const trigger = await triggerAt(version, {});
		await n8n.client.activate(trigger);
		triggers.push(trigger);
	});
	sandbox.copernica.fault({ kind: 'status', status: 400, times: 'always' });
	await Promise.all(triggers.map(async (trigger) => await failedPoll(trigger)));
});

test('the token is in nothing that n8n showed, stored or logged', async () => {
	const written = await n8n.written();
	const ofFile = (end: string) => [...written].find(([name]) => name.endsWith(end))![1];
	// What is looked for is found where it is.
	for (const marker of markers) expect(ofFile('database.sqlite')).toContain(marker);
	expect(markers).toHaveLength(VERSIONS.length);
	expect(ofFile('n8n.log')).toMatch(/\bdebug\b/);
	expect(shown.length).toBeGreaterThan(VERSIONS.length * ECHOES.length * 4);

	const secrets = traces();
	const found = [...shown, ...written].flatMap(([where, text]) =>
		// Not the text itself: a failure is printed.
		secrets.filter(([, trace]) => text.includes(trace)).map(([what]) => `${what} in ${where}`),
	);
	expect(found).toEqual([]);
});

/** What gives the tokens away, whatever they are encoded for: letters and digits of them stay. */
function traces(): Array<readonly [what: string, trace: string]> {
	const pieces = sandbox.copernica.accessToken.split(/[^A-Za-z0-9]+/);
	const long = pieces.filter(({ length }) => length >= 12);
	expect(long.length).toBeGreaterThan(1);
	const claims = `{"sub":"${sandbox.copernica.account.id}","iat":`;
	return [
		...long.map((piece, index) => [`piece ${index} of the token`, piece] as const),
		['the JWT', Buffer.from(claims).toString('base64url')],
		['the token in base64', Buffer.from(sandbox.copernica.accessToken).toString('base64')],
	];
}

const placesOfAuthentication = () =>
	[...ECHOES.map((way) => `${echo.url}/${way}`), 'http://127.0.0.1:9', 'no address'].map(
		(authUrl) => ({ authUrl }),
	);

const login = (version: string, changes: object) => ({
	...copernicaLogin(sandbox, version),
	...changes,
});

/** Runs a list of the version once. */
async function run(version: string, changes: object, more: Partial<INode> = {}) {
	const { client } = n8n;
	const credential = await copernicaCredential(client, login(version, changes));
	const isOld = version === 'v1';
	const content = await exampleWorkflow(
		isOld ? 'copernica-message-events' : 'copernica-clicks-with-address',
		credential,
	);
	const node = content.nodes.at(-1)!;
	const { destination } = sandbox.copernica.data.events('ms', 'click')[0]!;
	const { hash: subjectId } = sandbox.copernica.data.destination('ms', destination)!;
	Object.assign(node.parameters, (isOld ? { subjectId } : {}) satisfies INodeParameters);
	Object.assign(node, more);
	const ended = await client.run(await client.createWorkflow(content), MANUAL);
	await keep(`a run with ${version} ${JSON.stringify(changes)}`, ended.id);
	return { execution: ended, node: node.name, credential };
}

async function triggerAt(version: string, changes: object): Promise<Workflow> {
	const credential = await copernicaCredential(n8n.client, login(version, changes));
	const content = await exampleWorkflow('copernica-on-click', credential);
	const [{ parameters }] = content.nodes as [INode];
	parameters.pollTimes = { item: [{ mode: 'everyMinute' }] };
	if (version === 'v2') parameters.events = ['click', 'bounce'];
	if (version === 'v1') Object.assign(parameters, { scope: 'email', subjectId: 'ann@example.com' });
	return await n8n.client.createWorkflow(content);
}

/** Resolves when a poll of the trigger has failed, and is stored: n8n tells nobody. */
async function failedPoll({ id }: Workflow): Promise<void> {
	for (;;) {
		const executions = await n8n.client.listExecutions(id);
		const failed = executions.find(({ status }) => status === 'error');
		if (failed) return await keep('a poll', failed.id);
		await sleep(500);
	}
}

/** As n8n stores it. */
async function keep(what: string, executionId: string): Promise<void> {
	shown.push([what, await n8n.client.openPage(`/rest/executions/${executionId}`)]);
}

async function tested(credential: Credential, what: string): Promise<void> {
	const { status, message } = await n8n.client.testCredential(credential);
	expect([what, status]).toEqual([what, 'Error']);
	shown.push([`the test of the credential, ${what}`, message]);
}

/** The menu of emailings, as the editor asks for it. */
async function listed({ id, name, type }: Credential, what: string): Promise<void> {
	const answer = n8n.client.request(
		'POST',
		'/rest/dynamic-node-parameters/resource-locator-results',
		{
			body: {
				path: 'parameters.emailingId',
				methodName: 'searchEmailings',
				nodeTypeAndVersion: { name: `${packageName}.copernica`, version: 1 },
				currentNodeParameters: { resource: 'click', product: 'ms', scope: 'emailing' },
				credentials: { [type]: { id, name } },
			},
		},
	);
	const refusal = await answer.then(JSON.stringify, String);
	expect([what, refusal]).toEqual([what, expect.stringMatching(/Copernica|n8n answered/)]);
	shown.push([`the list of emailings, ${what}`, refusal]);
}
