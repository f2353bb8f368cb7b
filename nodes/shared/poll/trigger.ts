import {
	type IDataObject,
	type INodeExecutionData,
	type INodeProperties,
	type IPollFunctions,
	NodeApiError,
	NodeOperationError,
	UserError,
} from 'n8n-workflow';
import type { FieldReader } from '../feed';
import { fieldReader } from '../params';
import { requestsAtOnce, wantsEvents } from '../run/fields';
import { nodeErrorOf } from '../transport/nodeError';
import { parseUrl, withoutEndSlashes } from '../values/url';
import { answersOnce } from './answersOnce';
import { connect, type ConnectOptions, settingsOf } from '../transport/connection';
import { withRecordsOnly } from './objectsOnly';
import type { Settings, Vendor } from '../vendor';
import type { Transport } from '../transport/transport';
import { type ListsRead, readLists } from './readLists';
import { warningsOf } from './report';
import { sampleLists } from './sampleLists';
import type { FoundEvent, Source } from './source';
import {
	type StaticData,
	currentState,
	isInDoubt,
	type ListStates,
	rememberState,
	type StoredState,
	storeState,
	VERSION,
} from './storedState';
import { definingFieldsOf, feedKey, maxEvents, startFrom } from './triggerProperties';
import { onePollAtATime } from './onePollAtATime';

/** The share of the engine's budget for reading: the rest is for handing over what was found. */
const SHARE_OF_BUDGET = 0.8;
/** The budget of a poll where the host does not state one. */
const USUAL_BUDGET_MS = 30_000;
const MINUTE_MS = 60_000;

/** What a vendor's trigger follows. @throws UserError when a field holds what the vendor would not take */
type SourceOf = (fields: FieldReader) => Source;

interface Trigger {
	readonly followed: SourceOf;
	readonly definingFields: readonly string[];
}

/**
 * The poll function of a trigger node.
 * @param properties of the node: each defines what is followed, unless it is marked
 */
export function pollOf(
	vendor: Vendor,
	properties: readonly INodeProperties[],
	followed: SourceOf,
): (this: IPollFunctions) => Promise<INodeExecutionData[][] | null> {
	const trigger = { followed, definingFields: definingFieldsOf(properties) };
	return async function (this: IPollFunctions) {
		const poll = new Poll(this, vendor, trigger, await settingsOf(this, vendor));
		return this.getMode() === 'manual' ? await poll.sample() : await poll.inTurn();
	};
}

class Poll {
	private readonly fields: FieldReader;
	private readonly startedAt = Date.now();
	private readonly deadline: number;
	private readonly signal: AbortSignal;
	private transport: Transport | undefined;
	private asEvents = false;

	constructor(
		private readonly context: IPollFunctions,
		private readonly vendor: Vendor,
		private readonly trigger: Trigger,
		settings: Settings,
	) {
		this.fields = fieldReader(context, settings);
		this.deadline = this.startedAt + this.budgetMs;
		this.signal = AbortSignal.timeout(this.budgetMs);
	}

	async sample(): Promise<INodeExecutionData[][]> {
		const { context, vendor, fields, signal } = this;
		const { followed, events } = await this.explained(async () => {
			const followed = this.whatToFollow();
			this.checkRest(followed);
			const transport = await this.connect(followed, { tries: 1 });
			const events = await sampleLists(followed.lists, transport, { fields, signal });
			return { followed, events };
		});
		const items = this.itemsOf(followed, events);
		if (items.length > 0) return [items];
		const message = `${vendor.displayName} shows no such event yet`;
		throw new NodeOperationError(context.getNode(), message, {
			description:
				'No part of the list that a test looks through holds one. Send an e-mail to yourself, let it happen, and fetch again; or publish the workflow, and it will start with the first one.',
		});
	}

	async inTurn(): Promise<INodeExecutionData[][] | null> {
		return await onePollAtATime(this.name, this.box, this.signal, async () => await this.run());
	}

	/** Reads on, and stores where it got to together with what it emits. */
	private async run(): Promise<INodeExecutionData[][] | null> {
		const { box, name } = this;
		if (isInDoubt(name, box)) return null;
		const { followed, feed } = await this.explained(async () => await this.followed());
		const before = currentState(name, box);
		const known = this.knownOf(before, feed, followed);
		const reading = await this.explained(async () => await this.read(followed, known));
		const state: StoredState = {
			...{ version: VERSION, feed, revision: (before?.revision ?? 0) + 1 },
			...reading.state,
		};
		const failed = this.failureOf(reading);
		if (failed) {
			rememberState(name, box, state);
			throw failed;
		}
		this.report(reading);
		const items = this.itemsOf(followed, reading.events);
		const emits = items.length > 0;
		// An old state that was put back is mended, too.
		const changed = isOther(state, before) || box.poll?.revision !== before?.revision;
		if (emits || changed) storeState(name, box, state, emits);
		return emits ? [items] : null;
	}

	/**
	 * The error that a poll ends with: nothing was found, and a list did not get on. That a vendor is busy
	 * at the first contact must not keep a workflow from being published.
	 */
	private failureOf({ events, interruptions }: ListsRead) {
		if (events.length > 0) return undefined;
		const failures = interruptions
			.filter(({ ledOn }) => !ledOn)
			.map(({ error, isFirstContact }) => ({ error: this.told(error), isFirstContact }))
			.filter(({ error, isFirstContact }) => !isFirstContact || !isPassing(error));
		return failures[0]?.error;
	}

	/** Also says how it is emitted, so that no field fails when all was read. */
	private whatToFollow(): Source {
		this.asEvents = wantsEvents(this.fields);
		return this.trigger.followed(this.fields);
	}

	/** Fields that a test event has no use for are read, too: the first poll would fail. */
	private checkRest(followed: Source): void {
		const { fields, vendor } = this;
		startFrom(fields, followed);
		maxEvents(fields);
		requestsAtOnce(fields, vendor);
	}

	/** What the fields and the credential say. */
	private async followed() {
		const { context, vendor, fields, trigger } = this;
		const followed = this.whatToFollow();
		const credential = await context.getCredentials(vendor.credentialType);
		const typed = vendor.baseUrl(credential);
		const url = parseUrl(typed);
		const address = url ? withoutEndSlashes(url.origin + url.pathname) : typed;
		const site = [address, vendor.account?.(credential)].filter(Boolean).join(' ');
		const { startDate } = context.getNode().parameters;
		return { followed, feed: feedKey(site, fields, trigger.definingFields, startDate) };
	}

	private async connect({ asksAlike }: Source, options: ConnectOptions): Promise<Transport> {
		const connection = withRecordsOnly(await connect(this.context, this.vendor, options));
		this.transport = asksAlike ? answersOnce(connection) : connection;
		return this.transport;
	}

	private async read(followed: Source, known: ListStates): Promise<ListsRead> {
		const { vendor, fields, signal, deadline } = this;
		const transport = await this.connect(followed, {
			requestsAtOnce: requestsAtOnce(fields, vendor),
			deadline,
		});
		let isWarned = false;
		return await readLists(followed, known, transport, {
			fields,
			startFrom: () => startFrom(fields, followed),
			most: maxEvents(fields),
			signal,
			deadline,
			warnOfClock: (ahead) => {
				if (!isWarned) this.warnOfClock(ahead);
				isWarned = true;
			},
		});
	}

	private warnOfClock(ahead: number): void {
		const minutes = Math.round(Math.abs(ahead) / MINUTE_MS);
		const which = `${minutes} minutes ${ahead > 0 ? 'ahead of' : 'behind'} the clock here`;
		this.context.logger.warn(
			`${this.title} starts by the clock here: that of ${this.vendor.displayName} is ${which}. If this one is wrong, what happens until it is right may be missed, or older events come.`,
		);
	}

	/** The states to go on from: none of other fields, and none that cannot be read. */
	private knownOf(state: StoredState | undefined, feed: string, followed: Source): ListStates {
		if (!state) return { lists: {} };
		const isOfVersion = state.version === VERSION;
		if (isOfVersion && state.feed !== feed) {
			return this.beginsAnew('its fields or its site were changed', {});
		}
		const { next } = state;
		const latest = this.latest(followed);
		const kept = followed.lists
			.filter(({ key }) => Object.hasOwn(state.lists, key))
			.map((list) => ({ list, stored: state.lists[list.key]! }));
		const readable = kept.filter(
			({ list, stored: { place } }) =>
				isOfVersion && (place === undefined || list.isState(place, latest)),
		);
		const lists = Object.fromEntries(readable.map(({ list, stored }) => [list.key, stored]));
		if (isOfVersion && readable.length === kept.length) return { lists, next };
		return this.beginsAnew('its state is of another version of the package, or damaged', lists);
	}

	private beginsAnew(why: string, lists: ListStates['lists']): ListStates {
		this.context.logger.warn(`${this.title} begins anew as Start From says, since ${why}.`);
		return { lists };
	}

	/** No time in a state is later: now, or when the trigger is to start. */
	private latest(followed: Source): number {
		try {
			const start = startFrom(this.fields, followed);
			return start === 'now' ? Date.now() : Math.max(start, Date.now());
		} catch {
			// The field is said to be wrong where it is needed.
			return Date.now();
		}
	}

	/** Says in the server's log what is not seen otherwise. */
	private report(reading: ListsRead): void {
		for (const warning of warningsOf(reading, (error) => this.told(error).message)) {
			this.context.logger.warn(`${this.title}${warning}`);
		}
	}

	private get box(): StaticData {
		return this.context.getWorkflowStaticData('node') as StaticData;
	}

	/** The trigger's name in this process. */
	private get name(): string {
		return `${this.context.getWorkflow().id} ${this.context.getNode().id}`;
	}

	/** The trigger's title in the log of the server, where several workflows write. */
	private get title(): string {
		const { context } = this;
		return `The trigger "${context.getNode().name}" of workflow ${context.getWorkflow().id}`;
	}

	/** Whole, and a number in any case: timers take no other. */
	private get budgetMs(): number {
		const { context } = this;
		const given = 'getPollBudgetMs' in context ? context.getPollBudgetMs() : USUAL_BUDGET_MS;
		return Math.floor((Number.isFinite(given) ? given : USUAL_BUDGET_MS) * SHARE_OF_BUDGET);
	}

	private itemsOf(followed: Source, events: readonly FoundEvent[]): INodeExecutionData[] {
		if (!this.asEvents) return events.map(({ record }) => ({ json: record }));
		const tell = followed.toEvents?.(this.fields);
		return events.flatMap((found) =>
			(tell?.(found) ?? []).map((json) => ({ json: json as unknown as IDataObject })),
		);
	}

	/** Runs a part of the poll so that whatever ends it says what to do. */
	private async explained<T>(work: () => Promise<T>): Promise<T> {
		return await work().catch((error: Error) => {
			throw this.told(error);
		});
	}

	private told(error: Error): NodeApiError | NodeOperationError {
		return error.name === 'TimeoutError' ? this.late() : this.shown(error);
	}

	private shown(error: Error): NodeApiError | NodeOperationError {
		const redact = (text: string) => this.transport?.redact(text) ?? text;
		const shown = nodeErrorOf(this.context.getNode(), error, redact);
		// What a user has to change, as against what the service has to: n8n polls less often then.
		if (error instanceof UserError) shown.failure = { cause: 'configuration-invalid' };
		return shown;
	}

	private late(): NodeApiError {
		const message = `${this.vendor.displayName} did not answer in time`;
		const description = `A poll has ${Math.round(this.budgetMs / 1_000)} s, and nothing new came within them. The next poll tries again.`;
		const failure = { cause: 'temporarily-unavailable' } as const;
		return new NodeApiError(this.context.getNode(), {}, { message, description, failure });
	}
}

/** Whether an error ends by itself. A host that does not exist is mistyped, as a rule. */
const isPassing = (error: NodeApiError | NodeOperationError) =>
	error instanceof NodeApiError &&
	error.context.code !== 'ENOTFOUND' &&
	(error.failure?.cause === 'rate-limited' || error.failure?.cause === 'temporarily-unavailable');

/** Whether a state says more than its revision: n8n writes each one down. */
const isOther = (next: StoredState, before: StoredState | undefined) =>
	JSON.stringify({ ...next, revision: 0 }) !== JSON.stringify({ ...before, revision: 0 });
