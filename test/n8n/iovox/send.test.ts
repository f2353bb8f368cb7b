import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { startSandbox, type IovoxSentMail, type Sandbox } from '../../../sandbox';
import {
	itemsOf,
	type Credential,
	type N8nClient,
	type WorkflowContent,
} from '../../../scripts/n8n/client';
import { exampleWorkflow } from '../../../scripts/n8n/example';
import { iovoxCredential, iovoxLogin, loggedIn } from '../shared';

let sandbox: Sandbox;
let client: N8nClient;
let credential: Credential;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 0 } });
	client = loggedIn();
	credential = await iovoxCredential(client, iovoxLogin(sandbox));
});

afterAll(async () => await sandbox.close());

const FILES = {
	route: { name: 'Route «zum Hof», 2 Seiten.pdf', type: 'application/pdf', size: 6_000_000 },
	prices: { name: 'prices.csv', type: 'text/csv', size: 100_001 },
	logo: { name: 'logo.png', type: 'image/png', size: 4_096 },
};

const TEXTS = {
	linkId: '00451',
	senderAddress: 'sales@example.com',
	senderName: 'Sales Desk',
	recipientAddress: 'kim@example.org',
	recipientName: 'Kim 李 Buyer',
	subject: 'Your test drive, "soon" 🚗',
	htmlContent: '<p>See you on <b>Friday</b></p><img src="cid:logo">',
	textContent: 'See you on Friday\n\\o/',
};

test('two attachments and an inline image arrive byte for byte', async () => {
	const path = randomUUID();
	const workflow = await client.createWorkflow(sendWorkflow(path));
	await client.activate(workflow);
	const form = new FormData();
	const contents = Object.entries(FILES).map(([field, { name, type, size }]) => {
		const bytes = randomBytes(size);
		form.append(field, new Blob([bytes], { type }), name);
		return { size, sha256: createHash('sha256').update(bytes).digest('hex') };
	});

	const answer = await client.webhook(path, { method: 'POST', body: form });
	const [sent] = await sentMails();
	expect(await answer.json()).toEqual({
		accepted: true,
		message_id: sent!.message_id,
		conversation_id: expect.any(String) as string,
		proxy_address: expect.stringMatching(/@example\.net$/) as string,
	});
	expect(sent).toEqual({
		message_id: sent!.message_id,
		link_id: TEXTS.linkId,
		sender_address: TEXTS.senderAddress,
		sender_name: TEXTS.senderName,
		recipient_address: TEXTS.recipientAddress,
		recipient_name: TEXTS.recipientName,
		subject: TEXTS.subject,
		html_content: TEXTS.htmlContent,
		text_content: TEXTS.textContent,
		proxy_domain: 'example.net',
		proxy_name: 'Example Cars',
		attachments: [
			{ disposition: 'attachment', type: 'application/pdf', filename: FILES.route.name },
			{ disposition: 'attachment', type: 'text/csv', filename: 'Prices 2026.csv' },
			{ disposition: 'inline', type: 'image/png', id: 'logo', filename: FILES.logo.name },
		].map((part, index) => ({ ...part, ...contents[index] })),
	});

	// n8n kept the files on disk, as it does out of the box.
	const [{ id } = { id: '' }] = await client.listExecutions(workflow.id);
	const [item] = itemsOf(await client.waitForExecution(id, 10_000), 'Files');
	expect(Object.values(item!.binary!).map(({ data }) => data)).toEqual(
		Object.keys(FILES).map(() => expect.stringMatching(/^filesystem/) as string),
	);
});

test('the example workflow sends an e-mail with a file', async () => {
	const workflow = await client.createWorkflow(await exampleWorkflow('iovox-send', credential));
	const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');
	expect(execution.data.resultData.error?.message).toBeUndefined();
	const [item] = itemsOf(execution, 'Send the e-mail');
	const { request, attachments, message_id } = sandbox.iovox.sentMails.at(-1)!;
	expect(item!.json).toEqual({ accepted: true, message_id });
	expect(request).toMatchObject({
		recipient_address: 'kim@example.org',
		text_content: 'Dear Kim Buyer,\n\nsee you on Friday. How to find us is in the file.',
		attachments: [{ disposition: 'attachment', type: 'text/plain', filename: 'route.txt' }],
	});
	expect(attachments.map(({ content }) => content.toString())).toEqual([
		'From the station: over the bridge, then the second street on the left.',
	]);
});

test('what iovox says against an e-mail is shown, and nothing is sent', async () => {
	const before = (await sentMails()).length;
	const content = await exampleWorkflow('iovox-send', credential);
	Object.assign(content.nodes.at(-1)!.parameters, { linkId: 'none-such' } as INodeParameters);
	const workflow = await client.createWorkflow(content);
	const execution = await client.run(workflow, 'When clicking ‘Execute workflow’');
	expect(execution.status).toBe('error');
	const { message, description } = execution.data.resultData.error!;
	expect(`${message} ${description}`).toContain('link_id does not exist');
	expect(await sentMails()).toHaveLength(before);
});

/** As another process sees them: with sizes and digests instead of contents. */
async function sentMails(): Promise<Array<Pick<IovoxSentMail, 'message_id'>>> {
	const answer = await fetch(`${sandbox.url}/_control/iovox/sent`, { method: 'POST' });
	return ((await answer.json()) as { mails: Array<Pick<IovoxSentMail, 'message_id'>> }).mails;
}

/** Files that come in over a webhook go out with an e-mail. */
function sendWorkflow(path: string): WorkflowContent {
	const files = [
		{ binaryProperty: 'route', disposition: 'attachment' },
		{ binaryProperty: 'prices', disposition: 'attachment', fileName: 'Prices 2026.csv' },
		{ binaryProperty: 'logo', disposition: 'inline', contentId: 'logo' },
	];
	const { id, name, type } = credential;
	return {
		name: 'Send files on',
		nodes: [
			{
				id: randomUUID(),
				name: 'Files',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: path,
				parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
			},
			{
				id: randomUUID(),
				name: 'Send',
				type: 'n8n-nodes-email-tracking.iovox',
				typeVersion: 1,
				position: [200, 0],
				parameters: {
					...{ resource: 'email', operation: 'send' },
					...TEXTS,
					attachments: { files: files.map((file) => ({ source: 'binary', ...file })) },
					options: { proxyDomain: 'example.net', proxyName: 'Example Cars' },
				},
				credentials: { [type]: { id, name } },
			},
		],
		connections: { Files: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
