import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../../sandbox';
import type { ExecutionSummary, N8nClient, Workflow } from '../../scripts/n8n/client';
import { packageName } from '../../scripts/n8n/package';
import { inAnyOrder } from '../n8n/shared';
import type { Sink } from './sink';
import type { FollowingTrigger, VendorSandbox } from './triggers';

/** A workflow whose trigger follows what people open at a vendor and feeds a sink. */
export class Following {
	private workflow: Workflow | undefined;
	/** What happened before the workflow was published. */
	private before = 0;
	private readonly vendor: VendorSandbox;

	constructor(
		private readonly trigger: FollowingTrigger,
		private readonly sandbox: Sandbox,
		private readonly sink: Sink,
	) {
		this.vendor = sandbox[trigger.vendor];
	}

	happen(times: number): void {
		for (let time = 0; time < times; time++) this.trigger.happen(this.sandbox);
	}

	/** Publishes the workflow, which begins to poll. */
	async publish(client: N8nClient): Promise<void> {
		this.before = this.trigger.written(this.sandbox).length;
		this.workflow = await client.createWorkflow(await this.content(client));
		await client.activate(this.workflow);
	}

	/** Resolves when as many events have come as there were. */
	async given(): Promise<void> {
		await this.sink.until(this.expected.length);
	}

	breakDown(): void {
		this.vendor.fault({ kind: 'status', status: 503, times: 'always' });
	}

	recover(): void {
		this.vendor.clearFaults();
	}

	/** Resolves when so many executions have failed: n8n makes one for each poll. */
	async untilFailed(client: N8nClient, polls: number): Promise<void> {
		for (;;) {
			const executions = await this.executions(client);
			if (executions.filter(({ status }) => status === 'error').length >= polls) return;
			await this.vendor.nextRequest();
		}
	}

	/** What n8n has executed of the workflow, the newest first. */
	async executions(client: N8nClient): Promise<ExecutionSummary[]> {
		return await client.listExecutions(this.workflow!.id);
	}

	/** Resolves when a poll has asked for what is new, which it is not given. */
	async untilInFlight(): Promise<void> {
		const { list } = this.trigger;
		this.vendor.fault({ kind: 'stall', match: list, times: 'always' });
		while (!(await this.vendor.nextRequest()).path.includes(list));
	}

	/** Checks that each event was given out, and none twice. */
	check(): void {
		const { events } = this.sink;
		const { expected } = this;
		expect(inAnyOrder(events.map((event) => this.trigger.recordOf(event)))).toEqual(
			inAnyOrder(expected),
		);
		expect(new Set(events.map(({ id }) => id)).size).toBe(expected.length);
	}

	private get expected(): object[] {
		return this.trigger.written(this.sandbox).slice(this.before);
	}

	private async content(client: N8nClient) {
		const { node, vendor, parameters, credential } = this.trigger;
		const { id, name, type } = await credential(client, this.sandbox);
		const trigger = 'When an e-mail is opened';
		const sink = 'Sink';
		return {
			name: `On every event, ${vendor}`,
			nodes: [
				{
					id: randomUUID(),
					name: trigger,
					type: `${packageName}.${node}`,
					typeVersion: 1,
					position: [0, 0] as [number, number],
					parameters: {
						// On the minute, all at once: what ends n8n finds each of them at work.
						pollTimes: { item: [{ mode: 'custom', cronExpression: '* * * * *' }] },
						output: 'trackingEvent',
						...parameters,
					},
					credentials: { [type]: { id, name } },
				},
				{
					id: randomUUID(),
					name: sink,
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [200, 0] as [number, number],
					parameters: {
						method: 'POST',
						url: this.sink.url,
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '={{ JSON.stringify($json) }}',
						options: {},
					},
				},
			],
			connections: { [trigger]: { main: [[{ node: sink, type: 'main' as const, index: 0 }]] } },
			settings: { executionOrder: 'v1' as const },
		};
	}
}
