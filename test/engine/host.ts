import 'reflect-metadata';
import { Container } from '@n8n/di';
import { PollContext, PollTriggerExecutor } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { CopernicaTrigger } from '../../nodes/Copernica/CopernicaTrigger.node';
import { EncompassTrigger } from '../../nodes/Encompass/EncompassTrigger.node';
import { IovoxTrigger } from '../../nodes/Iovox/IovoxTrigger.node';
import { ProcuriosTrigger } from '../../nodes/Procurios/ProcuriosTrigger.node';
import { additionalDataOf } from './additionalData';
import { CREDENTIAL, type MemoryCredentials } from './credentials';

/**
 * How n8n keeps what a poll remembers: in the workflow that it holds in memory (the default); read
 * from the database for each poll, as its scheduler does; or in a row of its own (durable cursors).
 */
export const MODES = ['memory', 'scheduler', 'durable'] as const;
export type Mode = (typeof MODES)[number];

export interface HostOptions {
	mode: Mode;
	/** By default the package's own that takes the credential. */
	trigger?: INodeType;
	credentials: MemoryCredentials;
	parameters: INodeParameters;
	budgetMs?: number;
}

const NAME = 'Trigger';

const credentialOf = ({ description }: INodeType) => description.credentials![0]!.name;

/** By the type of their credential. */
const TRIGGERS = new Map<string, INodeType>(
	[new CopernicaTrigger(), new EncompassTrigger(), new IovoxTrigger(), new ProcuriosTrigger()].map(
		(trigger) => [credentialOf(trigger), trigger],
	),
);

type Chosen = Pick<HostOptions, 'trigger' | 'credentials'>;
const triggerOf = ({ trigger, credentials }: Chosen) =>
	trigger ?? TRIGGERS.get(credentials.type.name)!;

const copy = <T>(value: T): T => (value === undefined ? value : structuredClone(toJson(value)));
const toJson = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;

/** A workflow of nothing but the trigger, as n8n loads it. */
function workflowOf(
	{ description, ...trigger }: INodeType,
	parameters: INodeParameters,
	rest: { id: string; staticData?: IDataObject },
): Workflow {
	const type = { ...trigger, description };
	const node: INode = {
		id: 'trigger',
		name: NAME,
		type: description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credentialOf(type)]: CREDENTIAL },
	};
	const { properties } = description;
	node.parameters =
		NodeHelpers.getNodeParameters(properties, parameters, true, false, node, description) ?? {};
	return new Workflow({
		...rest,
		name: 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		} as unknown as INodeTypes,
		settings: { executionOrder: 'v1', timezone: 'Europe/Amsterdam' },
	});
}

const silent = { debug() {}, info() {}, error() {} };
let workflows = 0;
const newId = () => `workflow-${++workflows}`;

/**
 * An n8n with one active workflow: n8n-core's own PollContext and PollTriggerExecutor, and around
 * them what n8n's server does with static data and cursors in each mode (its
 * trigger-execution-context.factory, poll-trigger-task-handler, workflow-trigger-activator).
 */
export class Host {
	readonly emitted: IDataObject[] = [];
	/** What each poll gave out. */
	readonly executions: INodeExecutionData[][] = [];
	readonly errors: Error[] = [];
	/** What the trigger wrote into the server's log. */
	readonly warnings: string[] = [];
	/** What is in the database. */
	database: { staticData: IDataObject; cursor: IDataObject | undefined } = {
		staticData: {},
		cursor: undefined,
	};
	/** The workflow that the default mode keeps in memory. */
	private loaded: Workflow | undefined;
	private current = 0;
	private id = newId();
	private parameters: INodeParameters;

	constructor(private options: HostOptions) {
		this.parameters = options.parameters;
	}

	/** Publishes the workflow: a poll that may keep it from being published. */
	async activate(): Promise<void> {
		this.current++;
		const workflow = this.load();
		this.loaded = workflow;
		await this.poll(workflow, true);
		this.database.staticData = copy(workflow.staticData);
	}

	/** The cron's next poll. */
	async tick(): Promise<void> {
		const { mode } = this.options;
		const workflow = mode === 'memory' ? this.loaded! : this.load();
		await this.poll(workflow, false);
	}

	/** The process ends, in order or not, and another begins. */
	async restart(): Promise<void> {
		// The new process knows nothing of this workflow but what is stored: so it is another one.
		this.id = newId();
		// The scheduler's jobs outlive the process; the default mode polls when it starts.
		if (this.options.mode === 'memory') {
			await this.activate().catch(async () => {
				// n8n tries again until it succeeds.
				this.loaded = this.load();
			});
		}
	}

	/** The workflow is published anew while the process goes on, perhaps with other fields. */
	async republish(parameters = this.parameters): Promise<void> {
		this.parameters = parameters;
		await this.activate();
	}

	/** The workflow gets other fields, to be published with. */
	edit(parameters: INodeParameters): void {
		this.parameters = parameters;
	}

	/** An execution that began earlier writes its copy of the static data at its end. */
	putBack(staticData: IDataObject): void {
		this.database.staticData = copy(staticData);
	}

	/** The credential is edited. */
	use(credentials: MemoryCredentials): void {
		this.options = { ...this.options, credentials };
	}

	get mode(): Mode {
		return this.options.mode;
	}

	get state(): IDataObject {
		const { staticData, cursor } = this.database;
		return cursor ?? (staticData[`node:${NAME}`] as IDataObject | undefined) ?? {};
	}

	private load(): Workflow {
		const { id, parameters } = this;
		const staticData = copy(this.database.staticData);
		return workflowOf(triggerOf(this.options), parameters, { id, staticData });
	}

	private async poll(workflow: Workflow, testing: boolean): Promise<void> {
		const { mode, credentials, budgetMs } = this.options;
		const node = workflow.nodes[NAME]!;
		const born = this.current;
		let snapshot: IDataObject | undefined;
		if (mode === 'durable') {
			this.database.cursor ??= copy(workflow.getStaticData('node', node));
			snapshot = copy(this.database.cursor);
		}
		const context: PollContext = new PollContext(
			workflow,
			node,
			additionalDataOf(credentials),
			'trigger',
			'update',
			(data) => {
				this.executions.push(data[0]!);
				for (const { json } of data[0]!) this.emitted.push(json);
				if (snapshot) this.database.cursor = copy(snapshot);
				else this.database.staticData = copy(workflow.staticData);
			},
			(error) => this.errors.push(error),
			async () => {
				if (snapshot) this.database.cursor = copy(snapshot);
			},
			undefined,
			() => snapshot ?? workflow.getStaticData('node', node),
			() => budgetMs ?? (mode === 'memory' || testing ? 300_000 : 36_000),
		);
		Object.defineProperty(context, 'logger', {
			value: { ...silent, warn: (text: string) => this.warnings.push(text) },
		});
		const isCurrent = () => mode !== 'memory' || born === this.current;
		const run = Container.get(PollTriggerExecutor).create(workflow, node, context, isCurrent);
		await run(testing);
	}
}

/** What "Fetch Test Event" in the editor shows. */
export async function fetchTestEvent(
	options: Omit<HostOptions, 'mode'>,
): Promise<INodeExecutionData[]> {
	const { credentials, parameters } = options;
	const trigger = triggerOf(options);
	const workflow = workflowOf(trigger, parameters, { id: 'tested' });
	const node = workflow.nodes[NAME]!;
	const extra = additionalDataOf(credentials);
	const context = new PollContext(workflow, node, extra, 'manual', 'manual');
	const output = await trigger.poll!.call(context);
	if (Object.keys(workflow.staticData).length > 0) throw new Error('A test changed the state');
	return output?.[0] ?? [];
}
