import { type IDataObject, NodeApiError } from 'n8n-workflow';
import { certainNow, latestPossible } from '../../transport/clocks';
import { type ReadPage, readPages } from '../../paging/readPages';
import type { Transport } from '../../transport/transport';
import {
	CLOCKS_MS,
	contactTime,
	type FollowedList,
	type FollowOptions,
	ourContactTime,
	type PollResult,
} from '../source';
import { type OrderedList, mostLookback } from './orderedList';
import { isOrderedState, type OrderedState } from './orderedState';
import { OrderedReader } from './orderedReader';
import { hasStatus } from '../../transport/apiError';
import { mayBeRefusal } from '../refusal';
import { DAY_MS, LOOKS_BACK, sampleFeed } from '../sample';
import { Seen } from '../seen/seen';
import { isCount, timeUpTo } from '../stateCheck';
import { cursorIn } from '../storedCursor';

/** Our clock may differ by this much from the vendor's before a list is begun anew. */
const SKEW_MS = 5_000;

/** A list that was opened where a reading begins. */
interface Opened<R> {
	readonly state: OrderedState;
	readonly first: IteratorResult<ReadPage<R>, void>;
	/** What follows it. */
	readonly pages: AsyncGenerator<ReadPage<R>, void>;
}

/** Follows a list in ascending order. */
export function followOrdered<R extends IDataObject>(
	list: OrderedList<R>,
): FollowedList<OrderedState> {
	const { key, feed, once } = list;
	return {
		key,
		isState: (value, latest): value is OrderedState =>
			isOrderedState(value, feed.cursorAt ? timeUpTo(latest) : isCount, timeUpTo(latest)),
		read: async (prior, transport, options) =>
			await new ListFollower(list, transport, options).read(prior),
		forgetOldest,
		async sample(transport, { fields, signal, requests }) {
			const { cursorAt } = feed;
			const recent = LOOKS_BACK.map((days) => cursorAt?.(Date.now() - days * DAY_MS));
			const places = [...recent.filter((after) => after !== undefined), ''];
			// The first page is the last to be looked at: it has the oldest.
			const asked = requests < places.length ? places.slice(-1 - requests, -1) : places;
			return await sampleFeed(feed, transport, {
				questions: asked.map((after) => ({ fields, after })),
				signal,
				events(record, ordinal) {
					if (once && once.at(record) === undefined) return [];
					const at = feed.order(record);
					return [{ record, ordinal, ...(Number.isNaN(at) ? {} : { at }) }];
				},
			});
		},
	};
}

/** What a list of several gives up for the others: what is read again up to there counts as known. */
function forgetOldest(state: OrderedState) {
	const given = new Seen(1, state.given);
	const latest = given.forgetOldest();
	if (latest === undefined) return undefined;
	const { once, newest = latest } = state;
	const from = Math.max(state.from ?? -Infinity, (once ? newest : latest) + 1);
	const forgotten = Math.max(once?.forgotten ?? -Infinity, latest);
	return {
		state: {
			...{ ...state, from, shortened: true as const, given: given.pack() },
			...(once ? { once: { ...once, forgotten } } : {}),
		},
		isMissed: true,
	};
}

/** Reads a list on from where it was left. */
class ListFollower<R extends IDataObject> {
	constructor(
		private readonly followed: OrderedList<R>,
		private readonly transport: Transport,
		private readonly options: FollowOptions,
	) {}

	async read(prior: OrderedState | undefined): Promise<PollResult<OrderedState, R>> {
		const { failedContact, most, signal } = this.options;
		const isContact = !prior && failedContact === undefined;
		const opened = await (prior ? this.openAt(prior) : this.begin());
		const pass = new OrderedReader(this.followed, opened.state, {
			most,
			now: certainNow(this.transport),
			latestPossible: latestPossible(this.transport),
			isContact,
			// A later poll cannot tell what came first in that second.
			silentUntil: opened.state.contact + (isContact ? CLOCKS_MS : 0),
		});
		let ended = false;
		let interrupted: Error | undefined;
		try {
			ended = await takeAll(opened, pass);
		} catch (error) {
			interrupted = error as Error;
		}
		const { events } = pass;
		const isOutOfTime = signal.aborted && events.length === 0;
		const state = pass.close(ended ? 'complete' : isOutOfTime ? 'outOfTime' : 'partly');
		const ledOn = interrupted === undefined || events.length > 0 || state.after !== prior?.after;
		if (interrupted && !ledOn) throw passing(interrupted);
		return { events, state, interrupted, ledOn, shortened: pass.shortened, odd: pass.odd };
	}

	private async begin(): Promise<Opened<R>> {
		const { cursorAt } = this.followed.feed;
		const startFrom = this.options.startFrom();
		const silent = startFrom === 'now' ? { silent: true as const } : {};
		if (startFrom === -Infinity || !cursorAt) return await this.beginAt(undefined, silent);
		if (startFrom !== 'now') return await this.beginAt(startFrom, { since: startFrom });
		const reach = mostLookback(this.followed);
		const start = ourContactTime(this.options) - SKEW_MS - reach;
		const opened = await this.beginAt(start, silent);
		const { contact } = opened.state;
		const rightStart = contact - reach;
		// Our clock is ahead: what the vendor writes next would be taken for older.
		if (start <= rightStart) return opened;
		await opened.pages.return();
		return await this.beginAt(rightStart, silent, contact);
	}

	/** Begins at a time, with a cursor that is composed; undefined: at the beginning. */
	private async beginAt(
		time: number | undefined,
		start: Pick<OrderedState, 'since' | 'silent'>,
		contact?: number,
	): Promise<Opened<R>> {
		const { cursorAt } = this.followed.feed;
		const from = time === undefined ? undefined : Math.floor(time / 1_000) * 1_000;
		// A second earlier: whether a composed cursor comes first in its second is not known.
		const after = from === undefined || !cursorAt ? '' : cursorAt(from - 1_000);
		const place = { after, ...(from === undefined ? {} : { from }) };
		const opened = await this.openAt({ ...place, ...start, contact: 0, given: [] });
		return {
			...opened,
			state: { ...opened.state, contact: contact ?? contactTime(this.transport, this.options) },
		};
	}

	/** Opens the list at a place, or where the vendor does not take the cursor, at the beginning. */
	private async openAt(state: OrderedState): Promise<Opened<R>> {
		const { after } = state;
		const opened = await this.openUnlessRefused(after);
		if (opened) return { ...opened, state };
		// What is older is passed over, and what is as old where some of it is forgotten.
		const { from, shortened } = state;
		const passed = shortened && from !== undefined ? { from: from + 1 } : {};
		return { ...(await this.open('')), state: { ...state, ...passed, after: '' } };
	}

	/** @returns nothing where the vendor does not take the cursor */
	private async openUnlessRefused(after: string) {
		if (after === '') return await this.open('');
		const open = async () => await this.open(after);
		const unlessRefused = async (error: Error) =>
			mayBeRefusal(error) ? undefined : await Promise.reject(error);
		// An unknown cursor may be too much for a vendor; or only this once, it is at a loss.
		const again = async (error: Error) =>
			hasStatus(error, 500) ? await open() : await Promise.reject(error);
		return await open().catch(again).catch(unlessRefused);
	}

	/** The pages behind a cursor, the first of them read. @throws what it was refused with */
	private async open(after: string): Promise<Omit<Opened<R>, 'state'>> {
		const { feed } = this.followed;
		const { fields, most, signal } = this.options;
		const pages = readPages(feed, fields, this.transport, {
			after: cursorIn(after),
			limit: most,
			signal,
		});
		return { first: await pages.next(), pages };
	}
}

/** A cursor that is refused in mid-walk is that of a record which has just moved. */
function passing(error: Error): Error {
	if (error instanceof NodeApiError && mayBeRefusal(error)) {
		error.failure = { cause: 'temporarily-unavailable' };
	}
	return error;
}

/** @returns whether the list was read to its end */
async function takeAll<R extends IDataObject>(
	{ first, pages }: Opened<R>,
	pass: OrderedReader<R>,
): Promise<boolean> {
	try {
		for (let page = first; !page.done; page = await pages.next()) {
			if (pass.take(page.value)) return false;
		}
		return true;
	} finally {
		await pages.return();
	}
}
