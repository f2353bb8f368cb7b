import 'reflect-metadata';
import {
	DirectoryLoader,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	RoutingNode,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type NodeApiError,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { Copernica } from '../../nodes/Copernica/Copernica.node';
import { Encompass } from '../../nodes/Encompass/Encompass.node';
import { Iovox } from '../../nodes/Iovox/Iovox.node';
import { Procurios } from '../../nodes/Procurios/Procurios.node';
import { additionalDataOf } from './additionalData';
import { CREDENTIAL, type MemoryCredentials } from './credentials';

export interface RunOptions {
	parameters: INodeParameters;
	items?: INodeExecutionData[];
	credentials: MemoryCredentials;
	/** The node, where it is none of the package. */
	node?: INodeType;
	onError?: INode['onError'];
	/** As n8n has it: at once, and twice in all. */
	retryOnFail?: boolean;
	/** The workflow's own. */
	timezone?: string;
	/** Called as soon as the execution is under way. */
	started?: (execution: { cancel(): void }) => void;
}

export interface RunResult {
	run: IRun;
	items: INodeExecutionData[];
	error: (NodeApiError & { description?: string }) | undefined;
	/** The second output, with "Continue (using error output)". */
	errorItems: INodeExecutionData[];
}

const start: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};

/** n8n itself gives a declarative node this execute method. */
function withExecute(node: INodeType): INodeType {
	return Object.assign(Object.create(Object.getPrototypeOf(node) as object) as INodeType, node, {
		async execute(this: ConstructorParameters<typeof RoutingNode>[0]) {
			return (await new RoutingNode(this, node).runNode()) ?? [];
		},
	});
}

const withOptions = (node: INodeType) => {
	// Adds the options that n8n gives every declarative node: batching, timeout, proxy.
	DirectoryLoader.applyDeclarativeNodeOptionParameters(node);
	return node;
};
const procurios = new Procurios();
const copernica = new Copernica();
const encompass = new Encompass();
const iovox = new Iovox();
/** By the type of their credential. */
const nodes: Record<string, INodeType> = {
	procuriosOAuth2Api: withOptions(procurios),
	copernicaApi: withOptions(copernica),
	encompassApi: withOptions(encompass),
	iovoxApi: withOptions(iovox),
};

function build({
	parameters,
	credentials,
	node: ofTest,
	onError,
	retryOnFail,
	timezone,
}: RunOptions) {
	const startNode: INode = {
		id: '1',
		name: 'Start',
		type: 'start',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const type = ofTest ? withOptions(ofTest) : nodes[credentials.type.name]!;
	const nodeTypes = {
		getByName: (name: string) => (name === 'start' ? start : type),
		getByNameAndVersion: (name: string) => (name === 'start' ? start : withExecute(type)),
		getKnownTypes: () => ({}),
	} as INodeTypes;
	const node: INode = {
		id: '2',
		name: 'Node',
		type: type.description.name,
		typeVersion: 1,
		position: [200, 0],
		parameters,
		credentials: { [credentials.type.name]: CREDENTIAL },
		...(onError ? { onError } : {}),
		...(retryOnFail ? { retryOnFail, maxTries: 2, waitBetweenTries: 0 } : {}),
	};
	// The editor stores defaults with a node; n8n fills them in when it builds the workflow.
	node.parameters =
		NodeHelpers.getNodeParameters(
			type.description.properties,
			parameters,
			true,
			false,
			node,
			type.description,
		) ?? {};
	const workflow = new Workflow({
		id: 'workflow',
		name: 'workflow',
		nodes: [startNode, node],
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', ...(timezone ? { timezone } : {}) },
		connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
	});
	const additionalData = additionalDataOf(credentials, {
		hooks: new ExecutionLifecycleHooks('manual', 'execution', {
			id: 'workflow',
			name: 'workflow',
			nodes: [],
			connections: {},
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(),
			updatedAt: new Date(),
		}),
		executionId: 'execution',
		currentNodeExecutionIndex: 0,
		setExecutionStatus: () => {},
		sendDataToUI: () => {},
	});
	return { workflow, startNode, node, additionalData };
}

/** Runs the node in n8n's engine: WorkflowExecute, RoutingNode, paired items and all. */
export async function runNode(options: RunOptions): Promise<RunResult> {
	const { workflow, startNode, additionalData } = build(options);
	const items = options.items ?? [{ json: {} }];
	const execution = new WorkflowExecute(
		additionalData,
		'manual',
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: startNode, data: { main: [items] }, source: null }],
				contextData: {},
				metadata: {},
				waitingExecution: {},
				waitingExecutionSource: {},
				runtimeData: undefined,
			},
		}),
	);
	const running = execution.processRunExecutionData(workflow);
	options.started?.(running);
	const run = await running;
	const task = run.data.resultData.runData.Node?.[0];
	return {
		run,
		items: task?.data?.main?.[0] ?? [],
		errorItems: task?.data?.main?.[1] ?? [],
		error: run.data.resultData.error as RunResult['error'],
	};
}

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
) => Promise<INodeListSearchResult>;

/** Opens the list that "From List" of a field shows. */
const searching =
	(search: Search, field: string, parameters: INodeParameters) =>
	async (credentials: MemoryCredentials, filter?: string, paginationToken?: string) => {
		const { workflow, node, additionalData } = build({ credentials, parameters });
		// As the editor sends them.
		additionalData.currentNodeParameters = node.parameters;
		const context = new LoadOptionsContext(workflow, node, additionalData, field);
		return await search.call(context, filter, paginationToken);
	};

export const searchEmails = searching(
	procurios.methods.listSearch.searchEmails,
	'parameters.emailId',
	{ resource: 'link' },
);
export const searchMessages = searching(
	encompass.methods.listSearch.searchMessages,
	'parameters.messageId',
	{ resource: 'link' },
);
export const searchEmailings = (product: string, more: INodeParameters = {}) =>
	searching(copernica.methods.listSearch.searchEmailings, 'parameters.emailingId', {
		...{ resource: 'emailing', operation: 'get', product },
		...more,
	});
export const searchLinks = searching(iovox.methods.listSearch.searchLinks, 'parameters.linkId', {
	operation: 'send',
});
