/** What n8n stores for a trigger, in the static data of its node. Plain JSON, never changed. */
export interface StoredState {
	readonly version: typeof VERSION;
	/** What is followed, from where: with other fields it is another feed. */
	readonly feed: string;
	/** Counts the states of a trigger, so that of two the newer is known. */
	readonly revision: number;
	/** Where the reading stands. Absent as long as no contact succeeded. */
	readonly place?: unknown;
	/** Our own clock at the first contact, in ms since 1970, as long as none succeeded. */
	readonly failedContact?: number;
}

export const VERSION = 1;

/** The static data of a node: an object of its own for each workflow that n8n has loaded. */
export interface Box {
	poll?: StoredState;
}

interface Known {
	readonly state: StoredState;
	/** The revision that was stored meanwhile: a later one comes from another process. */
	readonly stored: number;
}

/**
 * The newest state of each trigger that n8n went on from, or that went out with nothing. One that
 * went out with items is not among them before n8n has it: it may yet drop both.
 */
const known = new Map<string, Known>();

/**
 * The state to go on from. n8n does not store the state of a poll that returned nothing, drops one
 * together with its items where the workflow was changed meanwhile, and an execution that writes
 * static data may put an old one back.
 * @param trigger names the trigger in this process
 */
export function currentState(trigger: string, { poll: state }: Box): StoredState | undefined {
	const stored = revisionOf(state);
	const better = known.get(trigger);
	if (better && better.state.revision > stored && stored <= better.stored) return better.state;
	if (state) known.set(trigger, { state, stored });
	return state;
}

/** Puts the state where n8n stores it, as the last thing that a poll does. */
export function storeState(
	trigger: string,
	box: Box,
	state: StoredState,
	withItems: boolean,
): void {
	if (!withItems) rememberState(trigger, box, state);
	box.poll = state;
}

/**
 * Remembers, in this process alone, what to begin with after a poll that failed: what n8n stores stays
 * as it was.
 */
export function rememberState(trigger: string, { poll }: Box, state: StoredState): void {
	if (state.revision > revisionOf(known.get(trigger)?.state)) {
		known.set(trigger, { state, stored: revisionOf(poll) });
	}
}

const revisionOf = (state: StoredState | undefined) => state?.revision ?? 0;
