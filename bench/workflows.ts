import type { Credential, WorkflowContent } from '../scripts/n8n/client';
import { packageName } from '../scripts/n8n/package';

const TRIGGER = 'Start';

/** One way to the same opens: a workflow, and the nodes whose time counts. */
export interface Contestant {
	readonly name: string;
	readonly workflow: WorkflowContent;
	readonly trigger: string;
	readonly nodes: readonly string[];
}

type Node = WorkflowContent['nodes'][number];

function node(name: string, type: string, typeVersion: number, rest: Partial<Node>): Node {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters: {}, ...rest };
}

function contestant(name: string, nodes: Node[]): Contestant {
	const chain = [node(TRIGGER, 'n8n-nodes-base.manualTrigger', 1, {}), ...nodes];
	const links = chain
		.slice(1)
		.map((to, index) => [
			chain[index]!.name,
			{ main: [[{ node: to.name, type: 'main' as const, index: 0 }]] },
		]);
	return {
		name,
		trigger: TRIGGER,
		nodes: nodes.map((each) => each.name),
		workflow: {
			name: `Benchmark: ${name}`,
			nodes: chain,
			connections: Object.fromEntries(links) as WorkflowContent['connections'],
			settings: { executionOrder: 'v1' },
		},
	};
}

/** This package's node. */
export function ours(
	output: 'record' | 'trackingEvent',
	{ id, name, type }: Credential,
): Contestant {
	return contestant(
		`Procurios node, ${output === 'record' ? 'vendor records' : 'tracking events'}`,
		[
			node('Procurios', `${packageName}.procurios`, 1, {
				parameters: { resource: 'open', operation: 'getAll', returnAll: true, output },
				credentials: { [type]: { id, name } },
			}),
		],
	);
}

/** What a user of n8n would build without this package. */
export function httpRequest(siteUrl: string, { id, name, type }: Credential): Contestant {
	// A `+` in the vendor's next link would reach it as a blank.
	const nextURL = `={{ "${siteUrl}" + $response.body._links.next.href.replace(/\\+/g, "%2B") }}`;
	return contestant('HTTP Request with pagination + Split Out', [
		node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
			parameters: {
				url: `${siteUrl}/l/email_api/tracking/opens`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: type,
				sendHeaders: true,
				headerParameters: {
					parameters: [
						{ name: 'Accept', value: 'application/vnd.procurios.emailtracking+json; version=1' },
					],
				},
				options: {
					response: { response: { responseFormat: 'json' } },
					pagination: {
						pagination: {
							paginationMode: 'responseContainsNextURL',
							nextURL,
							paginationCompleteWhen: 'other',
							completeExpression: '={{ $response.body.opens.length === 0 }}',
						},
					},
				},
			},
			credentials: { [type]: { id, name } },
		}),
		node('Split Out', 'n8n-nodes-base.splitOut', 1, { parameters: { fieldToSplitOut: 'opens' } }),
	]);
}
