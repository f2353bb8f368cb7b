import { findChromium } from '../../scripts/chromium';
import type {
	Credential,
	CredentialData,
	CredentialTest,
	N8nClient,
	Workflow,
	WorkflowContent,
} from '../../scripts/n8n/client';
import { exampleWorkflow } from '../../scripts/n8n/example';
import { startSandbox, type Sandbox } from '../../sandbox';
import { Editor } from './editor';
import { cases } from './editorCases';
import { loggedIn } from './shared';

/** The editor takes its time to load where other tests run beside it. */
jest.setTimeout(120_000);

const executablePath = findChromium();
const describeInBrowser = executablePath ? describe : describe.skip;

const addedByN8n = 'Custom API Call';

/** A node of a workflow alone, as a tool of an agent. */
function toolOf({ nodes }: WorkflowContent, name: string): WorkflowContent {
	const node = nodes.find((each) => each.name === name)!;
	return { name: 'Tool', nodes: [{ ...node, type: `${node.type}Tool` }], connections: {} };
}

describeInBrowser('the editor, in Chromium', () => {
	let sandbox: Sandbox;
	let client: N8nClient;
	let editor: Editor;

	beforeAll(async () => {
		client = loggedIn();
		sandbox = await startSandbox({
			procurios: { opens: 120 },
			encompass: {},
			iovox: {},
			copernica: {},
		});
		editor = await Editor.open(client, executablePath!);
	});

	afterAll(async () => {
		await editor.close();
		await sandbox.close();
	});

	describe.each(cases)('$vendor', ({ vendor, login, wrong, credential, ...shown }) => {
		const { pull, trigger, picker, send } = shown;
		let right: Credential;
		let pulling: Workflow;
		let onOpen: Workflow;
		const create = async (example: string) =>
			await client.createWorkflow(await exampleWorkflow(example, right));

		beforeAll(async () => {
			right = await credential(client, login(sandbox));
			pulling = await create(pull.example);
			onOpen = await create(trigger.example);
		});

		test('shows the node with its icon, resource and operation, and executes it', async () => {
			await editor.openNode(pulling.id, pull.node);
			expect(await editor.valuesOf(Object.keys(pull.fields))).toEqual(pull.fields);
			const icon = editor.get('ndv').locator(`img[src*="${vendor}"]`).first();
			const width = await icon.evaluate((image) => Reflect.get(image, 'naturalWidth') as number);
			expect(width).toBeGreaterThan(0);

			await editor.get('node-execute-button').click();
			await editor.outputPanel.getByText(pull.items).waitFor();
			await editor.closeNotification();
			await editor.screenshot(`${vendor}-node`);
		});

		test('exports the list to a file', async () => {
			await editor.openNode(pulling.id, pull.node);
			const { operations, fields, file } = shown.exported;
			expect(await editor.optionsOf('operation')).toEqual([...operations, addedByN8n]);
			await editor.screenshot(`${vendor}-operations`);
			await editor.pick('Export to File');
			await editor.get('parameter-input-format').waitFor();
			expect(await editor.fields()).toEqual(['Resource', 'Operation', ...fields]);
			await editor.get('node-execute-button').click();
			await editor.outputPanel.getByText(file).waitFor();
			await editor.screenshot(`${vendor}-exported`);
		});

		test('offers the resources', async () => {
			await editor.openNode(pulling.id, pull.node);
			expect(await editor.optionsOf('resource')).toEqual([...shown.resources, addedByN8n]);
			await editor.screenshot(`${vendor}-resources`);
		});

		if (picker) {
			test('lets an e-mail be picked from the list', async () => {
				await editor.openNode(pulling.id, pull.node);
				await editor.choose(picker.parameter, picker.option);
				await editor.get('rlc-input').first().click();
				const first = editor.get('rlc-item').first();
				await first.waitFor();
				const text = await first.innerText();
				for (const part of picker.newest(sandbox)) expect(text).toContain(part);
				await editor.screenshot(`${vendor}-picker`);
			});
		}

		if (send) {
			test('shows what is to be sent, and sends it', async () => {
				const { id } = await create(send.example);
				await editor.openNode(id, send.node);
				expect(await editor.valuesOf(Object.keys(send.fields))).toEqual(send.fields);
				await editor.get('node-execute-button').click();
				await editor.outputPanel.getByText('1 item').waitFor();
				expect(send.made(sandbox)).toBe(1);
				await editor.closeNotification();
				await editor.screenshot(`${vendor}-send`);
				const last = editor.get('ndv').getByText(send.last, { exact: true });
				await last.scrollIntoViewIfNeeded();
				await editor.screenshot(`${vendor}-send-last`);
			});
		}

		test('fetches test events of the trigger, and says what its fields mean', async () => {
			await editor.openNode(onOpen.id, trigger.node);
			expect(await editor.valuesOf(Object.keys(trigger.fields))).toEqual(trigger.fields);
			await editor.page.getByRole('button', { name: 'Fetch Test Event' }).first().click();
			await editor.outputPanel.getByText('10 items').waitFor();
			await editor.outputPanel.getByText(trigger.sample(sandbox)).first().waitFor();
			await editor.screenshot(`${vendor}-trigger`);
			// The published workflow's state is another matter.
			const { staticData } = await client.getWorkflow(onOpen.id);
			expect(staticData ?? {}).toEqual({});
		});

		test('offers the events of the trigger', async () => {
			await editor.openNode(onOpen.id, trigger.node);
			expect(await editor.optionsOf(trigger.eventField ?? 'event')).toEqual(trigger.events);
			await editor.screenshot(`${vendor}-trigger-events`);
		});

		const openedAndTested = async (data: CredentialData) => {
			const { id } = await credential(client, data);
			const answer = editor.page.waitForResponse((response) =>
				response.url().endsWith('/credentials/test'),
			);
			await editor.openCredential(id);
			return ((await (await answer).json()) as { data: CredentialTest }).data;
		};
		const refused = () => editor.page.getByText('Couldn’t connect with these settings');

		test('tests a credential when it is opened', async () => {
			expect(await openedAndTested(login(sandbox))).toMatchObject({ status: 'OK' });
			await refused().waitFor({ state: 'hidden' });
			await editor.screenshot(`${vendor}-credential-right`);
		});

		test('says what is wrong with a credential', async () => {
			const { status, message } = await openedAndTested({ ...login(sandbox), ...wrong });
			expect(status).toBe('Error');
			await refused().waitFor();
			await editor.page.getByText('More details').click();
			await editor.page.getByText(message).waitFor();
			await editor.screenshot(`${vendor}-credential-wrong`);
		});

		test(`finds the node by ${shown.words.join(', ')}`, async () => {
			await editor.openWorkflow(pulling.id);
			await editor.get('node-creator-plus-button').click();
			const found = editor.get('node-creator-item-name').filter({ hasText: shown.name }).first();
			for (const words of shown.words) {
				await editor.get('node-creator-search-bar').fill('');
				await found.waitFor({ state: 'hidden' });
				await editor.get('node-creator-search-bar').fill(words);
				await found.waitFor();
				await editor.screenshot(`${vendor}-search-${words}`);
			}
		});
	});

	test('offers an agent all of a list but its files, which are of no use to it', async () => {
		const encompass = cases.find(({ vendor }) => vendor === 'encompass')!;
		const { pull, exported } = encompass;
		const credential = await encompass.credential(client, encompass.login(sandbox));
		const tool = toolOf(await exampleWorkflow(pull.example, credential), pull.node);
		await editor.openNode((await client.createWorkflow(tool)).id, pull.node);
		const withItems = exported.operations.filter((name) => !name.startsWith('Export'));
		expect(await editor.optionsOf('operation')).toEqual([...withItems, addedByN8n]);
		await editor.screenshot('tool-operations');
	});
});
