import type { WorkflowContent } from '../scripts/n8n/client';
import { packageName } from '../scripts/n8n/package';
import type { BenchSite } from './sites';

type Node = WorkflowContent['nodes'][number];

/** One way to the opens of a site, in n8n. */
export interface Case {
	readonly name: string;
	/** The nodes behind the webhook, whose time counts, one after the other. */
	nodes(site: BenchSite): Node[];
}

export type CaseName = keyof typeof CASES;

/** The node of this package, which gives all opens. */
const ours = (name: string, parameters: Node['parameters']): Case => ({
	name,
	nodes: (site) => [
		node('Opens', `${packageName}.${site.vendor}`, 1, site, {
			resource: 'open',
			operation: 'getAll',
			returnAll: true,
			...(site.vendor === 'encompass' && { messageId: FIRST_MESSAGE }),
			...parameters,
		}),
	],
});

export const CASES = {
	/** What a user of n8n would build without this package. */
	httpRequest: {
		name: 'HTTP Request with pagination + Split Out',
		nodes: (site) => [
			node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, site, {
				authentication: 'predefinedCredentialType',
				nodeCredentialType: site.credential.type,
				...requestOf(site),
			}),
			node('Split Out', 'n8n-nodes-base.splitOut', 1, undefined, {
				fieldToSplitOut: site.vendor === 'procurios' ? 'opens' : 'data',
			}),
		],
	},
	records: ours('Get Many, an item per record', {}),
	events: ours('Get Many, an item per tracking event', { output: 'trackingEvent' }),
	batches: ours('Get Many, 1,000 records per item', { options: { recordsPerItem: 1_000 } }),
	ndjson: ours('Export to File, NDJSON', { operation: 'export', format: 'ndjson' }),
	csv: ours('Export to File, CSV', { operation: 'export', format: 'csv' }),
	...atOnce(1),
	...atOnce(4),
	...atOnce(8),
} satisfies Record<string, Case>;

function atOnce<const N extends number>(requestsAtOnce: N) {
	const name = `Get Many, ${requestsAtOnce} request${requestsAtOnce === 1 ? '' : 's'} at a time`;
	return { [`atOnce${requestsAtOnce}`]: ours(name, { options: { requestsAtOnce } }) } as Record<
		`atOnce${N}`,
		Case
	>;
}

/** The sandbox's first message, by its ID. */
const FIRST_MESSAGE = { __rl: true, mode: 'id', value: '900123' };

/** As the vendors' documents say how their lists are read. */
function requestOf({ vendor, sandbox }: BenchSite): Node['parameters'] {
	const response = { response: { responseFormat: 'json' } };
	if (vendor === 'encompass') {
		return {
			url: `${sandbox.encompass.apiUrl}/v2/messages/${FIRST_MESSAGE.value}/opens`,
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'maxResults', value: '1000' }] },
			options: {
				response,
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: 'startAt', value: '={{ $pageCount * 1000 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression:
							'={{ $response.body.startAt + $response.body.data.length >= $response.body.total }}',
					},
				},
			},
		};
	}
	return {
		url: `${sandbox.procurios.siteUrl}/l/email_api/tracking/opens`,
		sendHeaders: true,
		headerParameters: {
			parameters: [
				{ name: 'Accept', value: 'application/vnd.procurios.emailtracking+json; version=1' },
			],
		},
		options: {
			response,
			pagination: {
				pagination: {
					paginationMode: 'responseContainsNextURL',
					// A `+` in the vendor's next link would reach it as a blank.
					nextURL: `={{ "${sandbox.procurios.siteUrl}" + $response.body._links.next.href.replace(/\\+/g, "%2B") }}`,
					paginationCompleteWhen: 'other',
					completeExpression: '={{ $response.body.opens.length === 0 }}',
				},
			},
		},
	};
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	site: BenchSite | undefined,
	parameters: Node['parameters'],
): Node {
	const place = { id: name, name, type, typeVersion, position: [0, 0] as [number, number] };
	if (!site) return { ...place, parameters };
	const { id, name: credentialName, type: credentialType } = site.credential;
	return {
		...place,
		parameters,
		credentials: { [credentialType]: { id, name: credentialName } },
	};
}

/** The case as a workflow that a call of a webhook starts. */
export function workflowOf(name: CaseName, site: BenchSite, path: string): WorkflowContent {
	const webhook: Node = {
		...node('Webhook', 'n8n-nodes-base.webhook', 2, undefined, { path, options: {} }),
		webhookId: path,
	};
	const nodes = [webhook, ...CASES[name].nodes(site)];
	const links = nodes
		.slice(1)
		.map((to, index) => [
			nodes[index]!.name,
			{ main: [[{ node: to.name, type: 'main' as const, index: 0 }]] },
		]);
	return {
		name: `${site.credential.name}: ${CASES[name].name}`,
		nodes,
		connections: Object.fromEntries(links) as WorkflowContent['connections'],
		settings: { executionOrder: 'v1' },
	};
}
