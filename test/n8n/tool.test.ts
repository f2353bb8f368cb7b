import { randomUUID } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { INodeParameters } from 'n8n-workflow';
import type { Credential, N8nClient, WorkflowContent } from '../../scripts/n8n/client';
import { startSandbox, type Sandbox } from '../../sandbox';
import { RestClient } from '../sandbox/copernica/client';
import {
	copernicaCredential,
	copernicaLogin,
	encompassCredential,
	encompassLogin,
	iovoxCredential,
	iovoxLogin,
	loggedIn,
	procuriosCredential,
	procuriosLogin,
} from './shared';

interface Call {
	arguments: Record<string, unknown>;
	records: object[];
}

interface ToolCase {
	tool: string;
	node: string;
	credential(client: N8nClient, sandbox: Sandbox): Promise<Credential>;
	parameters: INodeParameters;
	description: RegExp;
	inputs: object;
	/** What the agent asks for, and what it gets. */
	call(sandbox: Sandbox): Call | Promise<Call>;
}

const opens = {
	resource: 'open',
	operation: 'getAll',
	returnAll: false,
	limit: "={{ $fromAI('limit', 'How many opens', 'number') }}",
};
const limit = { type: 'number', description: 'How many opens' };

const cases: ToolCase[] = [
	{
		tool: 'Procurios opens',
		node: 'procuriosTool',
		credential: async (client, sandbox) =>
			await procuriosCredential(client, procuriosLogin(sandbox)),
		parameters: { ...opens, emailScope: 'all' },
		description: /get many opens in procurios/i,
		inputs: { limit },
		call: ({ procurios }) => ({
			arguments: { limit: 3 },
			records: procurios.data.opens.slice(0, 3),
		}),
	},
	{
		tool: 'Encompass opens',
		node: 'encompassTool',
		credential: async (client, sandbox) =>
			await encompassCredential(client, encompassLogin(sandbox)),
		parameters: {
			...opens,
			messageId: {
				__rl: true,
				mode: 'id',
				value: "={{ $fromAI('message', 'The ID of the message', 'number') }}",
			},
		},
		description: /get many opens in anthology encompass/i,
		inputs: { limit, message: { type: 'number', description: 'The ID of the message' } },
		call({ encompass: { data } }) {
			const { id } = data.messages[1]!;
			return {
				arguments: { limit: 3, message: id },
				records: data
					.opensOf(id)
					.slice(0, 3)
					.map((open) => ({ ...open, messageId: id })),
			};
		},
	},
	{
		tool: 'Iovox e-mails',
		node: 'iovoxTool',
		credential: async (client, sandbox) => await iovoxCredential(client, iovoxLogin(sandbox)),
		parameters: {
			resource: 'email',
			operation: 'getAll',
			returnAll: false,
			limit: 3,
			filters: {
				recipientAddress: "={{ $fromAI('recipient', 'To whom the e-mail went', 'string') }}",
			},
		},
		description: /get many e-mails in iovox/i,
		inputs: { recipient: { type: 'string', description: 'To whom the e-mail went' } },
		call({ iovox: { data } }) {
			const { recipient_address: recipient } = data.mails[5]!;
			const records = data.mails.filter(({ recipient_address: to }) => to === recipient);
			return { arguments: { recipient }, records: records.slice(0, 3) };
		},
	},
	{
		tool: 'Iovox send',
		node: 'iovoxTool',
		credential: async (client, sandbox) => await iovoxCredential(client, iovoxLogin(sandbox)),
		parameters: {
			resource: 'email',
			operation: 'send',
			linkId: { __rl: true, mode: 'id', value: 'garage-17' },
			senderAddress: 'sales@example.com',
			recipientAddress: 'kim@example.org',
			subject: 'Your test drive',
			textContent: "={{ $fromAI('text', 'What the e-mail says', 'string') }}",
		},
		description: /send an e-mail in iovox/i,
		inputs: { text: { type: 'string', description: 'What the e-mail says' } },
		call: () => ({
			arguments: { text: 'See you on Friday' },
			records: [{ accepted: true, message_id: expect.any(String) as string }],
		}),
	},
	{
		tool: 'Copernica opens',
		node: 'copernicaTool',
		credential: async (client, sandbox) =>
			await copernicaCredential(client, copernicaLogin(sandbox)),
		parameters: {
			...opens,
			product: 'publisher',
			scope: 'emailing',
			emailingId: {
				__rl: true,
				mode: 'id',
				value: "={{ $fromAI('emailing', 'The ID of the emailing', 'number') }}",
			},
		},
		description: /get many opens in copernica/i,
		inputs: { limit, emailing: { type: 'number', description: 'The ID of the emailing' } },
		async call({ copernica }) {
			const { id } = copernica.data.emailings('publisher')[1]!;
			const api = await RestClient.connect(copernica);
			const records = await api.rows(`v4/html/emailing/${id}/impressions`);
			return { arguments: { limit: 3, emailing: id }, records: records.slice(0, 3) };
		},
	},
	{
		tool: 'Copernica profile',
		node: 'copernicaTool',
		credential: async (client, sandbox) =>
			await copernicaCredential(client, copernicaLogin(sandbox)),
		parameters: {
			resource: 'profile',
			operation: 'get',
			profileId: "={{ $fromAI('profile', 'The ID of the profile', 'string') }}",
		},
		description: /get a profile in copernica/i,
		inputs: { profile: { type: 'string', description: 'The ID of the profile' } },
		async call({ copernica }) {
			const profile = String(copernica.data.profiles[3]!.id);
			const api = await RestClient.connect(copernica);
			return { arguments: { profile }, records: [await api.read(`v4/profile/${profile}`)] };
		},
	},
];

let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	sandbox = await startSandbox({
		procurios: { opens: 200 },
		encompass: {},
		iovox: {},
		copernica: {},
	});
	client = loggedIn();
});

afterAll(async () => await sandbox.close());

describe.each(cases)('the tool "$tool"', (toolCase) => {
	const path = randomUUID();
	const name = toolCase.tool.replace(' ', '_');
	let agent: Client;

	beforeAll(async () => {
		await client.activate(await client.createWorkflow(await toolWorkflow(toolCase, path)));
		agent = new Client({ name: 'test', version: '1.0.0' });
		await agent.connect(new StreamableHTTPClientTransport(new URL(`${client.url}/mcp/${path}`)));
	});

	afterAll(async () => await agent.close());

	test('is described to an agent by its operation', async () => {
		const { tools } = await agent.listTools();
		expect(tools).toEqual([
			expect.objectContaining({
				name,
				description: expect.stringMatching(toolCase.description) as unknown,
				inputSchema: expect.objectContaining({ properties: toolCase.inputs }) as unknown,
			}),
		]);
	});

	test('gives an agent what it asked for', async () => {
		const call = await toolCase.call(sandbox);
		const result = await agent.callTool({ name, arguments: call.arguments });
		expect(recordsIn(result)).toEqual(call.records);
	});
});

function recordsIn(result: Awaited<ReturnType<Client['callTool']>>): unknown {
	const [content] = result.content as [{ text: string }];
	return JSON.parse(content.text);
}

/** n8n's MCP server stands in for a language model: it offers the tool and calls it as told. */
async function toolWorkflow(
	{ tool, node, credential, parameters }: ToolCase,
	path: string,
): Promise<WorkflowContent> {
	const { id, name, type } = await credential(client, sandbox);
	return {
		name: `${tool}, as a tool`,
		nodes: [
			{
				id: randomUUID(),
				name: 'MCP Server',
				type: '@n8n/n8n-nodes-langchain.mcpTrigger',
				typeVersion: 2,
				position: [0, 0],
				webhookId: randomUUID(),
				parameters: { path },
			},
			{
				id: randomUUID(),
				name: tool,
				type: `n8n-nodes-email-tracking.${node}`,
				typeVersion: 1,
				position: [0, 200],
				parameters,
				credentials: { [type]: { id, name } },
			},
		],
		connections: {
			[tool]: { ai_tool: [[{ node: 'MCP Server', type: 'ai_tool', index: 0 }]] },
		},
	};
}
