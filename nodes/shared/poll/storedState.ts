import { isCount, isNumber, isText, optional, recordOf, shape } from './stateCheck';

/** What n8n stores for a trigger, in the static data of its node. Plain JSON, never changed. */
export interface StoredState extends ListStates {
	readonly version: typeof VERSION;
	/** What is followed, from where: with other fields it is another feed. */
	readonly feed: string;
	/** Counts the states of a trigger, so that of two the newer is known. */
	readonly revision: number;
}

/** Where a trigger stands in its lists. Plain JSON. */
export interface ListStates {
	/** By the lists' keys. */
	readonly lists: Readonly<Record<string, StoredList>>;
	/** The list that the next poll begins with, by its key; absent: the first. */
	readonly next?: string;
}

/** What is stored of one list: one of the two. */
export interface StoredList {
	/** Where the reading stands. Absent as long as no contact succeeded. */
	readonly place?: unknown;
	/** Our own clock, in ms since 1970, when the list was to be read for the first time and was not. */
	readonly failedContact?: number;
}

export const VERSION = 1;

/** The static data of a node: an object of its own for each workflow that n8n has loaded. */
export interface StaticData {
	poll?: StoredState;
}

interface Known {
	readonly state: StoredState;
	/** The revision that was stored meanwhile: a later one comes from another process. */
	readonly stored: number;
}

/** What a process remembers of all triggers, in characters. */
const MOST_CHARACTERS = 16_000_000;
const MOST_TRIGGERS = 10_000;

/**
 * The newest state of each trigger that n8n went on from, or that went out with nothing. One that
 * went out with items is not among them before n8n has it: it may yet drop both. Where one is
 * forgotten, a trigger reads again from what n8n has stored: nothing was emitted since.
 */
export class KnownStates {
	private readonly known = new Map<string, Known & { readonly size: number }>();
	private characters = 0;

	get(trigger: string): Known | undefined {
		return this.known.get(trigger);
	}

	set(trigger: string, { state, stored }: Known): void {
		const before = this.known.get(trigger);
		const size = before?.state === state ? before.size : JSON.stringify(state).length;
		this.forget(trigger);
		this.known.set(trigger, { state, stored, size });
		this.characters += size;
		// What n8n has stored itself can be read again; what lives in this process alone goes last.
		this.makeRoom(trigger, ({ state: { revision }, stored: at }) => revision === at);
		this.makeRoom(trigger, () => true);
	}

	/** Forgets the oldest of some, until there is room. */
	private makeRoom(except: string, mayGo: (known: Known) => boolean): void {
		for (const [oldest, each] of this.known) {
			if (this.characters <= MOST_CHARACTERS && this.known.size <= MOST_TRIGGERS) return;
			if (oldest !== except && mayGo(each)) this.forget(oldest);
		}
	}

	/** In characters. */
	get size(): number {
		return this.characters;
	}

	private forget(trigger: string): void {
		this.characters -= this.known.get(trigger)?.size ?? 0;
		this.known.delete(trigger);
	}
}

const known = new KnownStates();

/**
 * The state to go on from. n8n does not store the state of a poll that returned nothing, drops one
 * together with its items where the workflow was changed meanwhile, and an execution that writes
 * static data may put an old one back.
 * @param trigger names the trigger in this process
 */
export function currentState(trigger: string, { poll }: StaticData): StoredState | undefined {
	const state = intact(poll);
	const stored = revisionOf(state);
	const better = known.get(trigger);
	if (better && better.state.revision > stored && stored <= better.stored) {
		known.set(trigger, better);
		return better.state;
	}
	if (state) known.set(trigger, { state, stored });
	return state;
}

/** Puts the state where n8n stores it, as the last thing that a poll does. */
export function storeState(
	trigger: string,
	box: StaticData,
	state: StoredState,
	withItems: boolean,
): void {
	if (withItems) gone.set(trigger, { from: revisionOf(box.poll), at: Date.now() });
	else rememberState(trigger, box, state);
	box.poll = state;
}

/**
 * Remembers, in this process alone, what to begin with after a poll that failed: what n8n stores stays
 * as it was.
 */
export function rememberState(trigger: string, { poll }: StaticData, state: StoredState): void {
	if (state.revision > revisionOf(known.get(trigger)?.state)) {
		known.set(trigger, { state, stored: revisionOf(poll) });
	}
}

/** Within this time, n8n has stored what a poll emitted, or dropped it. */
const SETTLES_MS = 5_000;

/** The last poll of a trigger that emitted items: the revision that it began from, and when. */
const gone = new Map<string, { readonly from: number; readonly at: number }>();

/**
 * Whether nobody can say yet if the state at hand is the one to go on from: a poll that began from the
 * same one has emitted items a moment ago. n8n reads a cursor, and polls; meanwhile it may be about to
 * store what the poll at activation found. The next poll will see what n8n did.
 */
export function isInDoubt(trigger: string, { poll }: StaticData): boolean {
	const now = Date.now();
	const last = gone.get(trigger);
	for (const [each, { at }] of gone) if (Math.abs(now - at) > SETTLES_MS) gone.delete(each);
	// Once: if n8n has dropped it, it must be read again.
	gone.delete(trigger);
	return (
		last !== undefined && Math.abs(now - last.at) <= SETTLES_MS && revisionOf(poll) === last.from
	);
}

/** What is damaged, with nothing in it that could be gone on from. */
const DAMAGED = { version: 0, feed: '', revision: 0, lists: {} } as unknown as StoredState;

function intact(state: unknown): StoredState | undefined {
	if (state === undefined || state === null) return undefined;
	return isStored(state) ? (state as StoredState) : DAMAGED;
}

const isStored = shape({
	version: isCount,
	feed: isText,
	revision: isCount,
	lists: recordOf(shape({ failedContact: optional(isNumber) })),
	next: optional(isText),
});

const revisionOf = (state: StoredState | undefined) => (isStored(state) ? state!.revision : 0);
