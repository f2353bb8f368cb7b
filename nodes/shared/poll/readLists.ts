import type { Transport } from '../transport/transport';
import {
	type FollowedList,
	type FollowOptions,
	type FoundEvent,
	MOST_CHARACTERS,
	type PollResult,
	type Source,
} from './source';
import type { ListStates, StoredList } from './storedState';
import { inTurnFrom } from './turns';

/** What one poll of all lists came to. */
export interface ListsRead {
	readonly events: readonly FoundEvent[];
	readonly state: ListStates;
	/** What ended the reading of lists, in the order of their turns. */
	readonly interruptions: readonly Interruption[];
	/** Whether there was too much to remember to see all that may come late. */
	readonly shortened: boolean;
	/** Records whose time or ID cannot be read: how many came up, and how many found no room. */
	readonly odd: { readonly found: number; readonly passed: number };
}

/** How the reading of a list was ended before its time. */
export interface Interruption {
	readonly error: Error;
	readonly isFirstContact: boolean;
	/** Whether the next reading begins further on. */
	readonly ledOn: boolean;
}

/**
 * Reads lists one after the other, as long as there is time and room for events. The next poll begins
 * with the list behind the one that took the rest, so that a backlog keeps no other list waiting. Lists
 * that ask alike are read side by side, so that they come to the same place with the same answers.
 * @param prior states by the lists' keys: those of other lists are dropped
 */
export async function readLists(
	{ lists, asksAlike = false }: Pick<Source, 'lists' | 'asksAlike'>,
	prior: ListStates,
	transport: Transport,
	options: Omit<FollowOptions, 'failedContact' | 'newest'>,
): Promise<ListsRead> {
	const began = Date.now();
	const events: FoundEvent[] = [];
	const interruptions: Interruption[] = [];
	const results: Array<PollResult<unknown>> = [];
	const states = new Map<string, StoredList>();
	const newest = newestOf(lists, prior);
	const isOver = () => options.signal.aborted || events.length >= options.most;
	const read = async (list: FollowedList, most: number) => {
		const { key } = list;
		const { place, failedContact } = prior.lists[key] ?? {};
		const isFirstContact = prior.lists[key] === undefined;
		const result = await list
			.read(place, transport, { ...options, most, failedContact, newest })
			.catch((error: Error) => {
				interruptions.push({ error, isFirstContact, ledOn: false });
			});
		if (!result) return;
		const { interrupted: error, ledOn } = result;
		if (error) interruptions.push({ error, isFirstContact, ledOn });
		results.push(result);
		events.push(...result.events);
		states.set(key, { place: result.state });
	};
	const inTurn = inTurnFrom(lists, ({ key }) => key === prior.next);
	for (const { key } of inTurn) states.set(key, prior.lists[key] ?? { failedContact: began });
	let next: string | undefined;
	for (let turn = 0; turn < inTurn.length && !(turn > 0 && isOver()); ) {
		const room = options.most - events.length;
		const together = inTurn.slice(turn, turn + (asksAlike ? Math.max(1, room) : 1));
		const most = Math.floor(room / together.length);
		await Promise.all(together.map(async (list) => await read(list, most)));
		turn += together.length;
		if (isOver()) next = inTurn[turn % inTurn.length]!.key;
	}
	const { fitting, isMissed } = fit(lists, states);
	const sum = (count: (odd: NonNullable<PollResult<unknown>['odd']>) => number) =>
		results.reduce((all, { odd }) => all + (odd ? count(odd) : 0), 0);
	return {
		events,
		state: { lists: fitting, ...(next === undefined || lists.length === 1 ? {} : { next }) },
		interruptions,
		shortened: isMissed || results.some(({ shortened }) => shortened),
		odd: { found: sum(({ found }) => found), passed: sum(({ passed }) => passed) },
	};
}

function newestOf(lists: readonly FollowedList[], prior: ListStates): number | undefined {
	const times = lists.flatMap((list) => {
		const place = prior.lists[list.key]?.place;
		return (place === undefined ? undefined : list.newestOf?.(place)) ?? [];
	});
	return times.length > 0 ? Math.max(...times) : undefined;
}

/** Where all lists stand. If that is too much to store, the oldest of the largest is forgotten. */
function fit(lists: readonly FollowedList[], states: ReadonlyMap<string, StoredList>) {
	const sized = lists
		.map((list) => ({ list, ...sizedState(list.key, states.get(list.key)!) }))
		.sort((a, b) => (a.list.key < b.list.key ? -1 : 1));
	let size = sized.reduce((sum, each) => sum + each.size, 0);
	let isMissed = false;
	while (size > MOST_CHARACTERS) {
		const largest = sized.reduce((a, b) => (b.size > a.size ? b : a));
		const { place } = largest.state;
		const less = place === undefined ? undefined : largest.list.forgetOldest(place);
		if (!less) break;
		isMissed ||= less.isMissed;
		size -= largest.size;
		Object.assign(largest, sizedState(largest.list.key, { place: less.state }));
		size += largest.size;
	}
	return {
		fitting: Object.fromEntries(sized.map(({ list, state }) => [list.key, state])),
		isMissed,
	};
}

const sizedState = (key: string, state: StoredList) => ({
	state,
	size: JSON.stringify([key, state]).length,
});
