import { randomUUID } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { N8nClient, WorkflowContent } from '../../scripts/n8n/client';
import { startSandbox, type Sandbox } from '../../sandbox';
import { loggedIn, procuriosCredential, sandboxLogin } from './shared';

const path = randomUUID();
let sandbox: Sandbox;
let client: N8nClient;
let agent: Client;

beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 200 } });
	client = loggedIn();
	await client.activate(await client.createWorkflow(await toolWorkflow()));
	agent = new Client({ name: 'test', version: '1.0.0' });
	await agent.connect(new StreamableHTTPClientTransport(new URL(`${client.url}/mcp/${path}`)));
});

afterAll(async () => {
	await agent.close();
	await sandbox.close();
});

test('an agent sees the node as a tool, described by its operation', async () => {
	const { tools } = await agent.listTools();
	expect(tools).toEqual([
		expect.objectContaining({
			name: 'Procurios_opens',
			description: expect.stringMatching(/get many opens in procurios/i) as unknown,
			inputSchema: expect.objectContaining({
				properties: { limit: { type: 'number', description: 'How many opens' } },
			}) as unknown,
		}),
	]);
});

test('an agent that calls the tool gets as many records as it asked for', async () => {
	const result = await agent.callTool({ name: 'Procurios_opens', arguments: { limit: 3 } });
	expect(recordsIn(result)).toEqual(sandbox.procurios.data.opens.slice(0, 3));
});

function recordsIn(result: Awaited<ReturnType<Client['callTool']>>): unknown {
	const [content] = result.content as [{ text: string }];
	return JSON.parse(content.text);
}

/** n8n's MCP server stands in for a language model: it offers the tool and calls it as told. */
async function toolWorkflow(): Promise<WorkflowContent> {
	const { id, name, type } = await procuriosCredential(client, sandboxLogin(sandbox));
	return {
		name: 'Procurios as a tool',
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
				name: 'Procurios opens',
				type: 'n8n-nodes-email-tracking.procuriosTool',
				typeVersion: 1,
				position: [0, 200],
				parameters: {
					resource: 'open',
					operation: 'getAll',
					emailScope: 'all',
					returnAll: false,
					limit: "={{ $fromAI('limit', 'How many opens', 'number') }}",
				},
				credentials: { [type]: { id, name } },
			},
		],
		connections: {
			'Procurios opens': { ai_tool: [[{ node: 'MCP Server', type: 'ai_tool', index: 0 }]] },
		},
	};
}
