import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	IRunExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { N8nRest } from './rest';

export interface Login {
	email: string;
	password: string;
}

export interface Credential {
	id: string;
	name: string;
	type: string;
}

export type CredentialData = ICredentialDataDecryptedObject;

export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

export interface WorkflowContent {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export interface Workflow extends WorkflowContent {
	id: string;
	versionId: string;
}

export interface Execution {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt: string;
	data: IRunExecutionData;
}

/** Without its data. */
export type ExecutionSummary = Omit<Execution, 'data'>;

interface PublicationStatus {
	status: string;
	triggers: Array<{ errorMessage: string | null }>;
}

/** What the editor does for one user, done by a script. */
export class N8nClient extends N8nRest {
	/** Creates the first user of a fresh n8n; logs in where there is one. */
	async setUpOwner({ email, password }: Login): Promise<void> {
		const settings = await this.request<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', {
				body: { email, password, firstName: 'Sandbox', lastName: 'Owner' },
			});
		} else {
			await this.login({ email, password });
		}
	}

	async login({ email, password }: Login): Promise<void> {
		await this.request('POST', '/rest/login', {
			body: { emailOrLdapLoginId: email, password },
		});
	}

	async knowsNodeType(name: string): Promise<boolean> {
		try {
			await this.request('POST', '/rest/node-types', {
				body: { nodeInfos: [{ name, version: 1 }] },
			});
			return true;
		} catch (error) {
			if (String(error).includes('Unrecognized node type')) return false;
			throw error;
		}
	}

	async listCredentials(): Promise<Credential[]> {
		return await this.request('GET', '/rest/credentials');
	}

	async createCredential(name: string, type: string, data: CredentialData): Promise<Credential> {
		return await this.request('POST', '/rest/credentials', { body: { name, type, data } });
	}

	async updateCredential(credential: Credential, data: CredentialData): Promise<Credential> {
		const { id, name, type } = credential;
		return await this.request('PATCH', `/rest/credentials/${id}`, { body: { name, type, data } });
	}

	/** Leaves exactly one credential of this name and type, with this content. */
	async putCredential(name: string, type: string, data: CredentialData): Promise<Credential> {
		const existing = (await this.listCredentials()).find(
			(credential) => credential.name === name && credential.type === type,
		);
		return existing
			? await this.updateCredential(existing, data)
			: await this.createCredential(name, type, data);
	}

	/** What the editor shows of a credential: all but the secrets. */
	async getCredential(id: string): Promise<Credential & { data: CredentialData }> {
		return await this.request('GET', `/rest/credentials/${id}`, { query: { includeData: 'true' } });
	}

	/**
	 * Tests a saved credential as the editor does; n8n adds the secrets that it did not show.
	 * @param changes that were typed in and not saved
	 */
	async testCredential({ id }: Credential, changes: CredentialData = {}): Promise<CredentialTest> {
		const { name, type, data } = await this.getCredential(id);
		return await this.request('POST', '/rest/credentials/test', {
			body: { credentials: { id, name, type, data: { ...data, ...changes } } },
		});
	}

	/** Where "Connect my account" of an OAuth2 credential sends the browser. */
	async authorizeUrl(credential: Credential): Promise<string> {
		return await this.request('GET', '/rest/oauth2-credential/auth', {
			query: { id: credential.id },
		});
	}

	async createWorkflow(content: WorkflowContent): Promise<Workflow> {
		return await this.request('POST', '/rest/workflows', { body: content });
	}

	async getWorkflow(id: string): Promise<Workflow & { staticData: IDataObject | null }> {
		return await this.request('GET', `/rest/workflows/${id}`);
	}

	async updateWorkflow(id: string, content: WorkflowContent): Promise<Workflow> {
		return await this.request('PATCH', `/rest/workflows/${id}`, { body: content });
	}

	/** Leaves exactly one workflow of this name, with this content. */
	async putWorkflow(content: WorkflowContent): Promise<Workflow> {
		const [existing] = await this.request<Workflow[]>('GET', '/rest/workflows', {
			query: { filter: JSON.stringify({ name: content.name, isArchived: false }) },
		});
		return existing?.name === content.name
			? await this.updateWorkflow(existing.id, content)
			: await this.createWorkflow(content);
	}

	/** Publishes the workflow as it is stored; resolves when its triggers listen. */
	async activate({ id, versionId }: Workflow): Promise<void> {
		await this.request('POST', `/rest/workflows/${id}/activate`, { body: { versionId } });
		for (;;) {
			const { status, triggers } = await this.request<PublicationStatus>(
				'GET',
				`/rest/workflows/${id}/publication-status`,
			);
			if (status === 'published') return;
			if (status !== 'in_progress') {
				const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
				throw new Error(`Workflow ${id} was not published: ${reasons.join('; ') || status}`);
			}
			await sleep(50);
		}
	}

	async deactivate({ id }: Workflow): Promise<void> {
		await this.request('POST', `/rest/workflows/${id}/deactivate`, { body: {} });
	}

	/** What "Execute workflow" does, from the named trigger; resolves when it has ended. */
	async run(workflow: Workflow, trigger: string, withinMs = 600_000): Promise<Execution> {
		return await this.waitForExecution(await this.start(workflow, trigger), withinMs);
	}

	/** Begins to execute the workflow from the named trigger; resolves with the execution's ID. */
	async start(workflow: Workflow, trigger: string): Promise<string> {
		const { executionId } = await this.request<{ executionId: string }>(
			'POST',
			`/rest/workflows/${workflow.id}/run`,
			{ body: { triggerToStartFrom: { name: trigger } } },
		);
		return executionId;
	}

	async stopExecution(id: string): Promise<void> {
		await this.request('POST', `/rest/executions/${id}/stop`);
	}

	async waitForExecution(id: string, withinMs: number): Promise<Execution> {
		const deadline = Date.now() + withinMs;
		while (Date.now() < deadline) {
			const execution = await this.getExecution(id);
			if (!['new', 'running', 'waiting'].includes(execution.status)) return execution;
			await sleep(100);
		}
		throw new Error(`Execution ${id} has not ended within ${withinMs / 1000} s`);
	}

	async getExecution(id: string): Promise<Execution> {
		const execution = await this.request<Omit<Execution, 'data'> & { data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		return { ...execution, data: parse(execution.data) as IRunExecutionData };
	}

	/** The newest executions of a workflow. */
	async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const { results } = await this.request<{ results: ExecutionSummary[] }>(
			'GET',
			'/rest/executions',
			{ query: { filter: JSON.stringify({ workflowId }) } },
		);
		return results;
	}

	/** Calls a production webhook of an active workflow. */
	async webhook(path: string, init?: RequestInit): Promise<Response> {
		const response = await fetch(`${this.url}/webhook/${path}`, init);
		if (!response.ok) {
			throw new Error(`Webhook ${path} answered ${response.status}: ${await response.text()}`);
		}
		return response;
	}
}

/** The items that came out of a node, by one of its outputs, over all its runs. */
export function itemsOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => run.data?.main?.[output] ?? []);
}
