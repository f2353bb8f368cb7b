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

/**
 * The newest state of each trigger that n8n went on from, or that went out with nothing. One that
 * went out with items is not among them before n8n has it: it may yet drop both.
 */
const known = new Map<string, StoredState>();

const newer = (a: StoredState | undefined, b: StoredState | undefined) =>
	(b?.revision ?? -1) > (a?.revision ?? -1) ? b : a;

/**
 * The state to go on from. n8n does not store the state of a poll that returned nothing, drops one
 * together with its items where the workflow was changed meanwhile, and an execution that writes
 * static data may put an old one back.
 * @param trigger names the trigger in this process
 */
export function currentState(trigger: string, box: Box): StoredState | undefined {
	const newest = newer(box.poll, known.get(trigger));
	if (newest) known.set(trigger, newest);
	return newest;
}

/** Puts the state where n8n stores it, as the last thing that a poll does. */
export function storeState(
	trigger: string,
	box: Box,
	state: StoredState,
	withItems: boolean,
): void {
	if (!withItems) known.set(trigger, newer(known.get(trigger), state)!);
	box.poll = state;
}

/** For tests: what a new process knows. */
export const forgetProcess = () => known.clear();
