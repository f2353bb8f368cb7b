import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { N8nClient } from '../../scripts/n8n/client';
import { artefacts, owner } from './shared';

/** n8n's editor in a browser, logged in. */
export class Editor {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {}

	static async open({ url }: N8nClient, executablePath: string): Promise<Editor> {
		const browser = await launch(executablePath);
		const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
		page.setDefaultTimeout(40_000);
		await page.goto(`${url}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
		await page.locator('input[name=password]').fill(owner.password);
		await page.locator(testId('form-submit-button')).click();
		await page.waitForURL(/\/(home|workflow)/);
		return new Editor(browser, page, url);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** Opens a workflow, and one of its nodes. */
	async openNode(workflowId: string, name: string): Promise<void> {
		await this.openWorkflow(workflowId);
		const node = this.page.locator(`${testId('canvas-node')}[data-node-name="${name}"]`);
		await node.dblclick();
	}

	async openWorkflow(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await this.page.locator(testId('canvas-node')).first().waitFor();
	}

	async openCredential(id: string): Promise<void> {
		await this.page.goto(`${this.url}/home/credentials/${id}`);
	}

	/** What the fields of the open node say. */
	async valuesOf(parameters: readonly string[]): Promise<Record<string, string>> {
		const values: Record<string, string> = {};
		for (const parameter of parameters) {
			values[parameter] = await this.parameter(parameter).inputValue();
		}
		return values;
	}

	/** The names in the menu of a field. */
	async optionsOf(parameter: string): Promise<string[]> {
		await this.parameter(parameter).click();
		const options = this.options.locator('.option-headline');
		await options.first().waitFor();
		return (await options.allInnerTexts()).map((name) => name.trim());
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.parameter(parameter).click();
		await this.pick(option);
	}

	/** Chooses from the menu that is open. */
	async pick(option: string): Promise<void> {
		await this.options.getByText(option, { exact: true }).click();
	}

	/** The names of the fields that are seen, in their order. */
	async fields(): Promise<string[]> {
		const labels = await this.page.locator(`${testId('input-label')}:visible`).allInnerTexts();
		return labels.map((label) => label.split('\n')[0]!.trim());
	}

	/** What n8n says of an execution lies over what is to be seen. */
	async closeNotification(): Promise<void> {
		await this.page.locator('.el-notification__closeBtn').click();
		await this.page.locator('.el-notification').waitFor({ state: 'hidden' });
	}

	get outputPanel(): Locator {
		return this.get('output-panel');
	}

	get(id: string): Locator {
		return this.page.locator(testId(id));
	}

	async screenshot(name: string): Promise<void> {
		await this.page.screenshot({ path: join(artefacts, `${name.replaceAll(' ', '-')}.png`) });
	}

	private parameter(name: string): Locator {
		// A menu of which several can be chosen has one more, which is for typing and comes first.
		return this.page.locator(`${testId(`parameter-input-${name}`)} input`).first();
	}

	private get options(): Locator {
		return this.page.locator('.el-select-dropdown__item:visible');
	}
}

async function launch(executablePath: string): Promise<Browser> {
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
