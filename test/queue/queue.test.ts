import { type Sandbox, startSandbox } from '../../sandbox';
import { type Credential, itemsOf, type WorkflowContent } from '../../scripts/n8n/client';
import { exampleWorkflow } from '../../scripts/n8n/example';
import { missingService, ownRedis } from '../../scripts/services/forTests';
import { procuriosCredential, procuriosLogin } from '../n8n/shared';
import { Following } from '../polling/following';
import { type Sink, type Sinks, startSinks } from '../polling/sink';
import { triggers } from '../polling/triggers';
import { QueuedN8n, until } from './queuedN8n';
import { EventTable } from './table';

const MANUAL = 'When clicking ‘Execute workflow’';
const STEP = 500;

/** n8n polls once a minute at most, and takes most of one to see that a worker is dead. */
jest.setTimeout(300_000);

let n8n: QueuedN8n;
let sandbox: Sandbox;
let sinks: Sinks;
/** What is read e-mail by e-mail, and what is read in steps, each in a table of its own. */
let byEmail: EventTable;
let bySteps: EventTable;
let following: Following[];
/** What it gives out is at work when its worker dies. */
let unlucky: Following;
let heldSink: Sink;

beforeAll(async () => {
	expect(missingService()).toBeUndefined();
	sandbox = await startSandbox({
		procurios: { opens: 3_000, emails: 80 },
		encompass: {},
		iovox: { mails: 2_000 },
		copernica: {},
	});
	sinks = await startSinks();
	n8n = await QueuedN8n.start();
	byEmail = await EventTable.create(n8n.postgres.url, 'by_email', n8n.client);
	bySteps = await EventTable.create(n8n.postgres.url, 'by_steps', n8n.client);
	following = triggers.map(
		(trigger) => new Following(trigger, sandbox, sinks.at(`/${trigger.vendor}`)),
	);
	heldSink = sinks.at('/held');
	unlucky = new Following(triggers[0]!, sandbox, heldSink);
	for (const each of [...following, unlucky]) await each.publish(n8n.client);
});

afterAll(async () => {
	for (const table of [byEmail, bySteps]) await table?.drop(n8n.postgres.url);
	await n8n?.close();
	await sandbox?.close();
	sinks?.close();
});

const happen = (times: number) => following.forEach((each) => each.happen(times));
const given = async () => await Promise.all(following.map(async (each) => await each.given()));

test('e-mails are spread over the workers; what a worker was at when it died is done in the end, none of it twice', async () => {
	const { client } = n8n;
	const { opens, clicks, emails } = sandbox.procurios.data;
	const [allOpens, allClicks] = [[...opens], [...clicks]];
	const backfill = await client.createWorkflow(
		await example('procurios-backfill-to-postgresql', byEmail),
	);
	await client.activate(backfill);
	const inSteps = await client.createWorkflow(
		shortSteps(await example('procurios-opens-to-postgresql', bySteps)),
	);
	// So that the e-mails last until the worker has been killed.
	sandbox.procurios.setSwitches({ latency: 1_000 });

	const parent = await client.start(backfill, MANUAL);
	const victim = 1 - (await n8n.workerOf(parent));
	let run = await client.start(inSteps, MANUAL);
	while ((await n8n.workerOf(run)) !== victim) {
		await client.stopExecution(run);
		await client.waitForExecution(run, 30_000);
		run = await client.start(inSteps, MANUAL);
	}
	const lost = await until('the worker is in the middle of a step and at an e-mail', async () => {
		const ids = await n8n.underWay(victim);
		const { length } = await bySteps.ids('opened');
		return length > STEP && length % STEP > 0 && ids.includes(run) && ids.length > 1
			? ids
			: undefined;
	});
	await n8n.killWorker(victim);
	sandbox.procurios.setSwitches({ latency: 0 });

	const done = await client.waitForExecution(parent, 200_000);
	expect(done.data.resultData.error?.message).toBeUndefined();
	expect(itemsOf(done, 'Give it to a worker')).toHaveLength(emails.length);
	const asked = await client.listExecutions(backfill.id);
	for (const id of lost) {
		expect(await client.waitForExecution(id, 60_000)).toMatchObject({ status: 'error' });
	}
	await byEmail.check('opened', allOpens);
	await byEmail.check('clicked', allClicks);
	const workers = await Promise.all(asked.map(async ({ id }) => await n8n.workerOf(id)));
	expect(new Set(workers)).toEqual(new Set([0, 1]));

	const again = await client.run(inSteps, MANUAL);
	expect(again.data.resultData.error?.message).toBeUndefined();
	const steps = again.data.resultData.runData['Do the next step']!.length;
	// One more finds nothing. What the killed run had done is not read again.
	expect(steps).toBeLessThan(allOpens.length / STEP + 1);
	expect(await bySteps.cursor()).toBeUndefined();
	await bySteps.check('opened', allOpens);
	// One table could have taken both.
	expect(await bySteps.ids('opened')).toEqual(await byEmail.ids('opened'));
});

async function example(name: string, table: EventTable): Promise<WorkflowContent> {
	credentials ??= Promise.all([
		procuriosCredential(n8n.client, procuriosLogin(sandbox)),
		n8n.client.createCredential('Backfill', 'httpHeaderAuth', { name: 'X-Backfill', value: 'any' }),
	]);
	const workflow = await exampleWorkflow(name, ...(await credentials), table.credential);
	// For what is checked here.
	workflow.settings = { executionOrder: 'v1' };
	return workflow;
}

let credentials: Promise<Credential[]> | undefined;

/** The steps of an example are too large, and too fast, for as few records as there are here. */
function shortSteps(workflow: WorkflowContent): WorkflowContent {
	for (const { parameters } of workflow.nodes) {
		const { query, options } = parameters;
		if (typeof query === 'string' && query.endsWith('RETURNING cursor')) {
			parameters.query = `${query}, pg_sleep(0.5)::text`;
		}
		if (parameters.limit === undefined) continue;
		parameters.limit = STEP;
		Object.assign(options as object, { recordsPerItem: 100 });
	}
	return workflow;
}

test('n8n does not repeat what a trigger gave out when the worker died that was at it, but a table can be completed', async () => {
	const { client } = n8n;
	const held = heldSink.hold();
	happen(5);
	await held;
	// Nothing else is at work.
	await given();
	const [execution] = await unlucky.executions(client);
	await n8n.killWorker(await n8n.workerOf(execution!.id));
	const ended = await client.waitForExecution(execution!.id, 120_000);
	heldSink.release();

	expect(ended.status).toBe('error');
	expect(ended.data.resultData.error?.message).toContain('failed to be processed too many times');
	// Its items are gone as well: there is nothing to retry.
	expect(ended.data.executionData?.nodeExecutionStack ?? []).toEqual([]);

	const run = await client.run(
		await client.createWorkflow(await example('procurios-opens-to-postgresql', bySteps)),
		MANUAL,
	);
	expect(run.status).toBe('success');
	await bySteps.check('opened', sandbox.procurios.data.opens);
});

(ownRedis ? test : test.skip)('a Redis that is down for some seconds costs nothing', async () => {
	const { client } = n8n;
	await n8n.redis.stop();
	happen(5);
	await n8n.redis.start();
	const run = await client.run(
		await client.createWorkflow(await example('procurios-opens-to-postgresql', bySteps)),
		MANUAL,
	);
	expect(run.status).toBe('success');
	await bySteps.check('opened', sandbox.procurios.data.opens);
	await given();
});

test('each event was given out once, by executions of both workers', async () => {
	happen(1);
	await given();
	for (const each of following) {
		each.check();
		for (const { id } of await each.executions(n8n.client)) {
			expect([0, 1]).toContain(await n8n.workerOf(id));
		}
	}
	// What came after the worker had died was given out.
	expect(heldSink.events.length).toBeGreaterThan(0);
});
