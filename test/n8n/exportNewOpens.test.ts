import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { N8nClient, WorkflowContent } from '../../scripts/n8n/client';
import { exampleWorkflow } from '../../scripts/n8n/example';
import { type Sandbox, startSandbox } from '../../sandbox';
import { filesFolder, inAnyOrder, loggedIn, procuriosCredential, procuriosLogin } from './shared';

interface Event {
	id: string;
	raw: object;
}

const RECORDS_PER_FILE = 700;

let sandbox: Sandbox;
let client: N8nClient;
let example: WorkflowContent;

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 4_000 } });
	client = loggedIn();
	await mkdir(filesFolder(), { recursive: true });
	const credential = await procuriosCredential(client, procuriosLogin(sandbox));
	example = await exampleWorkflow('procurios-export-new-opens', credential);
});

afterAll(async () => await sandbox.close());

/** The example, started by a call that ends with the run, and with smaller files. @returns the call */
async function publish(change: (node: WorkflowContent['nodes'][number]) => void = () => {}) {
	const path = randomUUID();
	const workflow = structuredClone(example);
	for (const node of workflow.nodes) {
		const { parameters, type } = node;
		if (type === 'n8n-nodes-base.scheduleTrigger') {
			node.type = 'n8n-nodes-base.webhook';
			node.typeVersion = 2;
			node.webhookId = path;
			node.parameters = { path, responseMode: 'lastNode' };
		}
		if (type === 'n8n-nodes-base.readWriteFile') {
			const fileName = String(parameters.fileName);
			parameters.fileName = fileName.replace('/home/node/.n8n-files', filesFolder());
		}
		if (node.name === 'Export new opens') {
			parameters.options = { ...(parameters.options as object), recordsPerFile: RECORDS_PER_FILE };
		}
		change(node);
	}
	const published = await client.createWorkflow(workflow);
	await client.activate(published);
	return {
		run: async () => await client.webhook(path),
		failure: async () => {
			const [last] = await client.listExecutions(published.id);
			return (await client.getExecution(last!.id)).data.resultData.error?.message;
		},
	};
}

async function stored() {
	const files = (await readdir(filesFolder())).sort();
	const texts = await Promise.all(
		files.map(async (file) => await readFile(join(filesFolder(), file), 'utf8')),
	);
	const lines = texts.flatMap((text) => text.trim().split('\n'));
	return { files, events: lines.map((line) => JSON.parse(line) as Event) };
}

const rawOf = (events: readonly Event[]) => inAnyOrder(events.map(({ raw }) => raw));

/** Later than all that there are, some of them in one second. */
function openSomeMore(count: number): void {
	const { data, add } = sandbox.procurios;
	const last = Date.parse(data.opens.at(-1)!.date);
	for (let nth = 0; nth < count; nth++) {
		add.open({ date: new Date(last + 1000 * Math.ceil((nth + 1) / 3)).toISOString() });
	}
}

async function expectEachOpenOnce(): Promise<void> {
	const { events } = await stored();
	expect(rawOf(events)).toEqual(inAnyOrder(sandbox.procurios.data.opens));
	expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
}

test('the example is published as it is', async () => {
	const workflow = await client.createWorkflow(example);
	await client.activate(workflow);
	await client.deactivate(workflow);
});

test('runs that fail, that are cut off and that have nothing to do leave every open in the files once', async () => {
	const whole = await publish();
	sandbox.procurios.fault({ kind: 'status', status: 500, match: '/opens', after: 2 });
	await expect(whole.run()).rejects.toThrow('500');
	expect(await whole.failure()).toMatch(/set Continue After to "[^"]+" to read on/i);
	const begun = await stored();
	const { opens } = sandbox.procurios.data;
	expect(rawOf(begun.events)).toEqual(inAnyOrder(opens.slice(0, begun.events.length)));
	expect(begun.files).toEqual([1, 2, 3].map((number) => `procurios-opens-00000${number}.ndjson`));

	openSomeMore(50);
	await whole.run();
	await expectEachOpenOnce();

	openSomeMore(900);
	const cutOff = await publish((node) => {
		if (node.name === 'Keep where this run ended') node.disabled = true;
	});
	await cutOff.run();
	await expectEachOpenOnce();
	openSomeMore(100);
	await whole.run();
	await expectEachOpenOnce();

	const before = await stored();
	await expect(whole.run()).rejects.toThrow('No item to return');
	expect(await whole.failure()).toBeUndefined();
	expect(await stored()).toEqual(before);
});
