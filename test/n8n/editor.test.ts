import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium';
import type { N8nClient } from '../../scripts/n8n/client';
import { exampleWorkflow } from '../../scripts/n8n/example';
import { startSandbox, type Sandbox } from '../../sandbox';
import { artefacts, loggedIn, owner, procuriosCredential, sandboxLogin } from './shared';

const executablePath = findChromium();
const describeInBrowser = executablePath ? describe : describe.skip;

describeInBrowser('the editor, in Chromium', () => {
	let sandbox: Sandbox;
	let client: N8nClient;
	let browser: Browser;
	let page: Page;
	let workflowUrl: string;
	let triggerUrl: string;

	beforeAll(async () => {
		client = loggedIn();
		sandbox = await startSandbox({ procurios: { opens: 120 } });
		const credential = await procuriosCredential(client, sandboxLogin(sandbox));
		const workflow = await client.createWorkflow(
			await exampleWorkflow('procurios-pull-all-opens', credential),
		);
		workflowUrl = `${client.url}/workflow/${workflow.id}`;
		const onOpen = await client.createWorkflow(
			await exampleWorkflow('procurios-on-open', credential),
		);
		triggerUrl = `${client.url}/workflow/${onOpen.id}`;
		browser = await launch();
		page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
		page.setDefaultTimeout(20_000);
		await page.goto(`${client.url}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
		await page.locator('input[name=password]').fill(owner.password);
		await page.locator(testId('form-submit-button')).click();
		await page.waitForURL(/\/(home|workflow)/);
	});

	beforeEach(async () => {
		await page.goto(workflowUrl);
		await canvasNode().waitFor();
	});

	afterAll(async () => {
		await browser.close();
		await sandbox.close();
	});

	test('shows the node with its icon, resource and operation, and executes it', async () => {
		await canvasNode().dblclick();

		expect(await valueOf('resource')).toBe('Open');
		expect(await valueOf('operation')).toBe('Get Many');
		const icon = page.locator(`${testId('ndv')} img[src*="procurios"]`).first();
		const width = await icon.evaluate((image) => Reflect.get(image, 'naturalWidth') as number);
		expect(width).toBeGreaterThan(0);

		await page.locator(testId('node-execute-button')).click();
		await page.locator(testId('output-panel')).getByText('120 items').waitFor();
		await page.locator('.el-notification__closeBtn').click();
		await page.locator('.el-notification').waitFor({ state: 'hidden' });
		await page.screenshot({ path: join(artefacts, 'node.png') });
	});

	test('offers the five resources', async () => {
		await canvasNode().dblclick();
		await page.locator(`${testId('parameter-input-resource')} input`).click();
		const options = page.locator('.el-select-dropdown__item:visible .option-headline');
		await options.first().waitFor();
		const names = (await options.allInnerTexts()).map((name) => name.trim());
		const addedByN8n = 'Custom API Call';
		expect(names).toEqual(['Click', 'E-Mail', 'Link', 'Open', 'Recipient', addedByN8n]);
	});

	test('lets an e-mail be picked from the list', async () => {
		await canvasNode().dblclick();
		await page.locator(`${testId('parameter-input-emailScope')} input`).click();
		await page.locator('.el-select-dropdown__item:visible', { hasText: 'One E-Mail' }).click();
		await page.locator(testId('rlc-input')).first().click();
		const { subject, trackingId } = sandbox.procurios.data.emails.at(-1)!;
		const first = page.locator(testId('rlc-item')).first();
		await first.waitFor();
		const shown = await first.innerText();
		expect(shown).toContain(subject);
		expect(shown).toContain(String(trackingId));
		await page.screenshot({ path: join(artefacts, 'picker.png') });
	});

	test('fetches test events of the trigger, and says what its fields mean', async () => {
		await page.goto(triggerUrl);
		await canvasNode('When an e-mail is opened').dblclick();
		expect(await valueOf('event')).toBe('E-Mail Opened');
		expect(await valueOf('traffic')).toBe('Human');
		expect(await valueOf('startFrom')).toBe('Now');
		await page.getByRole('button', { name: 'Fetch Test Event' }).first().click();
		await page.locator(testId('output-panel')).getByText('10 items').waitFor();
		const shown = sandbox.procurios.data.opens.filter(({ bot }) => !bot).slice(-10);
		const output = page.locator(testId('output-panel'));
		await output.getByText(shown[0]!.trackingCode).first().waitFor();
		await page.screenshot({ path: join(artefacts, 'trigger.png') });
		// The published workflow's state is another matter.
		const { staticData } = await client.getWorkflow(triggerUrl.split('/').at(-1)!);
		expect(staticData ?? {}).toEqual({});
	});

	test('offers the seven events of the trigger', async () => {
		await page.goto(triggerUrl);
		await canvasNode('When an e-mail is opened').dblclick();
		await page.locator(`${testId('parameter-input-event')} input`).click();
		const options = page.locator('.el-select-dropdown__item:visible .option-headline');
		await options.first().waitFor();
		expect((await options.allInnerTexts()).map((name) => name.trim())).toEqual([
			'E-Mail Bounced',
			'E-Mail Opened',
			'E-Mail Sent',
			'Link Clicked',
			'New E-Mail',
			'Recipient Updated',
			'Unsubscribed',
		]);
		await page.screenshot({ path: join(artefacts, 'trigger-events.png') });
	});

	test.each([
		['right', 'sandbox-secret', 'OK'],
		['wrong', 'not-the-secret', 'Error'],
	])(
		'tests a credential with the %s secret when it is opened',
		async (name, clientSecret, status) => {
			const credential = await procuriosCredential(client, {
				...sandboxLogin(sandbox),
				clientSecret,
			});
			const answer = page.waitForResponse((response) =>
				response.url().endsWith('/credentials/test'),
			);
			await page.goto(`${client.url}/home/credentials/${credential.id}`);
			const { data } = (await (await answer).json()) as { data: { status: string } };
			expect(data.status).toBe(status);
			const refused = page.getByText('Couldn’t connect with these settings');
			await refused.waitFor({ state: status === 'OK' ? 'hidden' : 'visible' });
			await page.screenshot({ path: join(artefacts, `credential-${name}.png`) });
		},
	);

	test.each(['Procurios', 'email tracking'])('finds the node by "%s"', async (words) => {
		await page.locator(testId('node-creator-plus-button')).click();
		await page.locator(testId('node-creator-search-bar')).fill(words);
		const found = page.locator(testId('node-creator-item-name'), { hasText: 'Procurios' });
		await found.first().waitFor();
		await page.screenshot({ path: join(artefacts, `search-${words.replace(' ', '-')}.png`) });
	});

	const canvasNode = (name = 'Get all opens') =>
		page.locator(`${testId('canvas-node')}[data-node-name="${name}"]`);

	const valueOf = async (parameter: string) =>
		await page.locator(`${testId(`parameter-input-${parameter}`)} input`).inputValue();
});

async function launch(): Promise<Browser> {
	return await chromium.launch({
		executablePath,
		args: [
			// Root of a container has no browser sandbox, and the only site is the n8n under test.
			'--no-sandbox',
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run',
		],
	});
}

function testId(id: string): string {
	return `[data-test-id="${id}"]`;
}
