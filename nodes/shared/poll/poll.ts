import {
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { FieldReader } from '../feed';
import { fieldReader, requestsAtOnce } from '../fields';
import { nodeErrorOf } from '../nodeError';
import { connect } from '../request';
import type { Vendor } from '../vendor';
import type { Transport } from '../walker';
import { follow } from './follow';
import type { Followed, FollowedEvent } from './followed';
import { type Box, currentState, type StoredState, storeState, VERSION } from './pollStates';
import { sample } from './sample';
import { feedFields, maxEvents, startFrom } from './triggerFields';

/** Of the engine's budget: the rest is for handing over what was found. */
const SHARE_OF_BUDGET = 0.8;
/** For hosts that do not say what a poll may take. */
const USUAL_BUDGET_MS = 30_000;

/** The poll function of a trigger node. */
export const pollOf = (vendor: Vendor, followedBy: (fields: FieldReader) => Followed) =>
	async function (this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const poll = new Poll(this, vendor, followedBy);
		return this.getMode() === 'manual' ? await poll.sample() : await inTurn(poll);
	};

/** The poll that is under way, by trigger; resolves with whether it gave out items. */
const underWay = new Map<string, { box: Box; done: Promise<boolean> }>();

/** n8n's cron starts the next poll also where the last one has not ended. */
async function inTurn(poll: Poll): Promise<INodeExecutionData[][] | null> {
	const other = underWay.get(poll.trigger);
	if (other) {
		// Of the same workflow object it is the last tick: this one is not needed. Else the workflow
		// was published meanwhile: what the other may have given out must not be given out again.
		if (other.box === poll.box || (await other.done)) return null;
		return await inTurn(poll);
	}
	const result = poll.run();
	const done = result.then(
		(items) => items !== null,
		() => false,
	);
	underWay.set(poll.trigger, { box: poll.box, done });
	try {
		return await result;
	} finally {
		underWay.delete(poll.trigger);
	}
}

class Poll {
	/** Names the trigger in this process. */
	readonly trigger: string;
	private readonly fields: FieldReader;
	private readonly startedAt = Date.now();
	private transport: Transport | undefined;

	constructor(
		private readonly context: IPollFunctions,
		private readonly vendor: Vendor,
		private readonly followedBy: (fields: FieldReader) => Followed,
	) {
		this.fields = fieldReader(context);
		this.trigger = `${context.getWorkflow().id} ${context.getNode().id}`;
	}

	get box(): Box {
		return this.context.getWorkflowStaticData('node') as Box;
	}

	async sample(): Promise<INodeExecutionData[][]> {
		const { context, vendor, fields, budgetMs } = this;
		const followed = this.followedBy(fields);
		const events = await this.explained(async () => {
			this.transport = await connect(context, vendor, { tries: 1 });
			return await sample(followed, this.transport, fields, AbortSignal.timeout(budgetMs));
		});
		if (events.length > 0) return [this.itemsOf(followed, events)];
		throw new NodeOperationError(
			context.getNode(),
			`${vendor.displayName} shows no such event yet`,
			{
				description:
					'No part of the list that a test looks through holds one. Send an e-mail to yourself, let it happen, and fetch again; or publish the workflow, and it will start with the first one.',
			},
		);
	}

	/** Reads on, and stores where it got to together with what it gives out. */
	async run(): Promise<INodeExecutionData[][] | null> {
		const { box, trigger } = this;
		const { followed, feed } = await this.explained(async () => await this.read());
		const before = currentState(trigger, box);
		const known = this.stateOf(before, feed);
		const stored = (part: Pick<StoredState, 'list' | 'failedContact'>): StoredState => ({
			version: VERSION,
			feed,
			revision: (before?.revision ?? 0) + 1,
			...part,
		});
		const result = await this.explained(async () => await this.follow(followed, known)).catch(
			(error: NodeApiError) => {
				// A vendor that is busy now must not keep the workflow from being published.
				if (known || !isTemporary(error)) throw error;
				this.context.logger.warn(`${this.name}: ${error.message}. The next poll tries again.`);
				return undefined;
			},
		);
		if (!result) {
			storeState(trigger, box, stored({ failedContact: this.startedAt }), false);
			return null;
		}
		const { events, state, interrupted } = result;
		if (interrupted) {
			const { message } = this.shown(interrupted);
			this.context.logger.warn(`${this.name} reads on with the next poll: ${message}`);
		}
		const items = this.itemsOf(followed, events);
		const next = stored({ list: state });
		// An old state that was put back is mended, too.
		const changed = isOther(next, before) || box.poll?.revision !== before?.revision;
		if (items.length > 0 || changed) storeState(trigger, box, next, items.length > 0);
		return items.length > 0 ? [items] : null;
	}

	/** What the fields and the credential say. */
	private async read() {
		const { context, vendor, fields } = this;
		const followed = this.followedBy(fields);
		const site = vendor.baseUrl(await context.getCredentials(vendor.credentialType));
		const { startDate } = context.getNode().parameters;
		return { followed, feed: feedFields(fields, `${site} ${followed.feed.name}`, startDate) };
	}

	private async follow(followed: Followed, known: StoredState | undefined) {
		const { context, vendor, fields, budgetMs, startedAt } = this;
		this.transport = await connect(context, vendor, {
			requestsAtOnce: requestsAtOnce(fields, vendor),
			deadline: startedAt + budgetMs,
		});
		return await follow(followed, known?.list, this.transport, {
			fields,
			startFrom: () => startFrom(fields, followed.feed, context.getTimezone()),
			most: maxEvents(fields),
			signal: AbortSignal.timeout(budgetMs),
			failedContact: known?.failedContact,
		});
	}

	/** The state, unless it is one of other fields or of another version of the package. */
	private stateOf(state: StoredState | undefined, feed: string): StoredState | undefined {
		if (!state || (state.version === VERSION && state.feed === feed)) return state;
		const why =
			state.version === VERSION
				? 'its fields or its site were changed'
				: 'its state is of another version of the package';
		this.context.logger.warn(`${this.name} begins anew as Start From says, since ${why}.`);
		return undefined;
	}

	private get budgetMs(): number {
		const { context } = this;
		const budget = 'getPollBudgetMs' in context ? context.getPollBudgetMs() : USUAL_BUDGET_MS;
		return budget * SHARE_OF_BUDGET;
	}

	/** For the log of the server, where several workflows write. */
	private get name(): string {
		const { context } = this;
		return `The trigger "${context.getNode().name}" of workflow ${context.getWorkflow().id}`;
	}

	private itemsOf(
		{ feed, once }: Followed,
		events: ReadonlyArray<FollowedEvent<IDataObject>>,
	): INodeExecutionData[] {
		const asEvents = this.fields<string>('output', 'record') === 'trackingEvent';
		if (!asEvents) return events.map(({ record }) => ({ json: record }));
		return events.flatMap(({ record, ordinal }) =>
			(feed.toEvents?.(record, ordinal) ?? [])
				.filter(({ type }) => !once || type === once.type)
				.map((json) => ({ json: json as unknown as IDataObject })),
		);
	}

	/** Runs a part of the poll so that whatever ends it says what to do. */
	private async explained<T>(work: () => Promise<T>): Promise<T> {
		return await work().catch((error: Error) => {
			throw error.name === 'TimeoutError' ? this.late() : this.shown(error);
		});
	}

	private shown(error: Error): NodeApiError | NodeOperationError {
		const redact = (text: string) => this.transport?.redact(text) ?? text;
		return nodeErrorOf(this.context.getNode(), error, redact);
	}

	private late(): NodeApiError {
		const message = `${this.vendor.displayName} did not answer in time`;
		const description = `A poll has ${Math.round(this.budgetMs / 1_000)} s, and nothing new came within them. The next poll tries again.`;
		const failure = { cause: 'temporarily-unavailable' } as const;
		return new NodeApiError(this.context.getNode(), {}, { message, description, failure });
	}
}

const isTemporary = ({ failure }: NodeApiError) =>
	failure?.cause === 'rate-limited' || failure?.cause === 'temporarily-unavailable';

/** Whether a state says more than its revision: n8n writes each one down. */
const isOther = (next: StoredState, before: StoredState | undefined) =>
	JSON.stringify({ ...next, revision: 0 }) !== JSON.stringify({ ...before, revision: 0 });
