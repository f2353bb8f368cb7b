import type { ListState } from './listState';

/** What n8n stores for a trigger, in the static data of its node. Plain JSON, never changed. */
export interface StoredState {
	readonly version: typeof VERSION;
	/** What is followed, from where: with other fields it is another feed. */
	readonly feed: string;
	/** Counts the states of a trigger, so that of two the newer is known. */
	readonly revision: number;
	/** Absent as long as no contact succeeded. */
	readonly list?: ListState;
	/** Our own clock at the first contact, in ms since 1970, as long as none succeeded. */
	readonly failedContact?: number;
}

export const VERSION = 1;

/** The static data of a node: an object of its own for each workflow that n8n has loaded. */
export interface Box {
	poll?: StoredState;
}

/** What this process knows of one trigger, beyond what is stored. */
interface Known {
	/** The newest state of a poll that gave out nothing: n8n may have forgotten it. */
	idle?: StoredState;
	/** The newest state that went out with items, of which n8n may yet have dropped both. */
	sent?: { readonly state: StoredState; readonly box: Box };
	/** The newest state that went out with items which n8n has taken. */
	taken?: StoredState;
}

const known = new Map<string, Known>();

const newer = (a: StoredState | undefined, b: StoredState | undefined) =>
	(b?.revision ?? -1) > (a?.revision ?? -1) ? b : a;

/**
 * The state to go on from. n8n does not store the state of a poll that returned nothing, drops one
 * together with its items when the workflow was changed meanwhile, and an execution that writes
 * static data may put an old one back.
 * @param trigger names the trigger in this process
 */
export function currentState(trigger: string, box: Box): StoredState | undefined {
	const stored = box.poll;
	const entry = known.get(trigger);
	if (!entry) return stored;
	// Polled again with the same object, or found in the database: n8n went on from it.
	const { sent } = entry;
	if (sent && (sent.box === box || (stored?.revision ?? -1) >= sent.state.revision)) {
		entry.taken = newer(entry.taken, sent.state);
		entry.sent = undefined;
	}
	return newer(newer(stored, entry.idle), entry.taken);
}

/** Puts the state where n8n stores it, as the last thing that a poll does. */
export function storeState(
	trigger: string,
	box: Box,
	state: StoredState,
	withItems: boolean,
): void {
	const entry = known.get(trigger) ?? {};
	known.set(trigger, entry);
	if (withItems) entry.sent = { state, box };
	else entry.idle = state;
	box.poll = state;
}

/** For tests: what a new process knows. */
export const forgetProcess = () => known.clear();
