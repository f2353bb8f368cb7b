import type { IDataObject } from 'n8n-workflow';
import { halfPage } from '../../paging/halfPage';
import { hasStatus } from '../../transport/apiError';
import { certainNow } from '../../transport/clocks';
import type { Transport } from '../../transport/transport';
import { OddKeys } from '../seen/oddKeys';
import {
	coarsely,
	contactTime,
	type FollowOptions,
	type FoundEvent,
	newestUpTo,
	ourContactTime,
	type PollResult,
	type StartFrom,
} from '../source';
import { inTurnFrom } from '../turns';
import { Bookmark } from './bookmark';
import type { CountedLists } from './lists';
import type { Parent } from './parents';
import { Pieces } from './pieces';
import type { Shared } from './dealing';
import { ListReader } from './reader';
import type { CountedState } from './state';

/** More are not watched: where each list stands has to be stored. */
const MOST_WATCHED = 3_000;
/** Our clock may be ahead of the vendor's by so much before something is missed at the start. */
const SKEW_MS = 60 * 60 * 1_000;
/** After so many lists in turn that could not be read, the vendor is taken to be away. */
const MOST_FAILURES = 3;

/** What a list's turn came to: all of it is dealt with, or some, or it could not be read. */
type Turn = 'whole' | 'partly' | 'failed';

/** One poll of the lists of one type, of all or of as many as its time allows. */
export class CountedPoll<R extends IDataObject> implements Shared {
	newest = 0;
	readonly odd: OddKeys;
	private readonly events: Array<FoundEvent<R>> = [];
	private readonly bookmarks: Map<string, Bookmark>;
	/** What the turns came to; undefined where a list had none. */
	private readonly turns: Turn[] = [];
	/** Lists in turn that could not be read. */
	private failures = 0;
	/** The errors of lists that are not there. */
	private readonly missing: Error[] = [];
	private interrupted: Error | undefined;

	constructor(
		private readonly lists: CountedLists<R>,
		private readonly transport: Transport,
		private readonly options: FollowOptions,
		private readonly prior: CountedState | undefined,
	) {
		this.newest = prior?.newest ?? 0;
		this.odd = new OddKeys(prior?.odd);
		const stored = Object.entries(prior?.bookmarks ?? {});
		this.bookmarks = new Map(stored.map(([id, packed]) => [id, new Bookmark(packed)]));
	}

	get hasRoom(): boolean {
		return this.events.length < this.options.most;
	}

	note(times: ReadonlyArray<number | undefined>): number {
		const newest = Math.max(0, newestUpTo(certainNow(this.transport), times));
		this.newest = Math.max(this.newest, newest);
		return newest;
	}

	async read(): Promise<PollResult<CountedState, R>> {
		const { lists, transport, options, events, prior, odd } = this;
		const { fields, signal } = options;
		const startFrom = prior ? prior.since : options.startFrom();
		const watchedFor = lists.watchedFor(fields);
		const { complete, newest } = prior ?? this.beginning(startFrom!, watchedFor);
		const since = Math.max(complete - watchedFor, newest - lists.keptFor);
		const period = { since, isFirst: !prior, signal };
		const parents = await lists.parents.find(fields, transport, period);
		const contact = prior ? complete : contactTime(transport, options);
		const start = startFrom === 'now' ? contact : startFrom;
		const now = certainNow(transport);
		const started = parents.map(({ startedAt }) => startedAt).filter((time) => time <= now);
		const asOf = Math.max(contact, newest, ...started);
		const isWatched = ({ id, startedAt }: Parent) => {
			const bookmark = this.bookmarks.get(id);
			// What is read to its end after that long is not watched any longer.
			return !bookmark || bookmark.more.scan || bookmark.complete < startedAt + watchedFor;
		};
		const watched = parents.filter(isWatched).sort((a, b) => b.startedAt - a.startedAt);
		const inTurn = turnOrder(watched.slice(0, MOST_WATCHED), prior?.next);
		await this.readAll(inTurn, start);
		const failed = this.failureOf(inTurn);
		if (failed && !prior) throw failed;
		// Those that are to be read yet have to be found again.
		const left = inTurn.filter((each, turn) => this.turns[turn] !== 'whole' && isWatched(each));
		const until = Math.min(asOf, ...left.map(({ startedAt }) => startedAt + watchedFor));
		const next = inTurn.find((_parent, turn) => this.turns[turn] === undefined)?.id;
		const packed = odd.pack();
		return {
			events,
			state: {
				...(start === undefined || start === -Infinity ? {} : { since: start }),
				complete: coarsely(complete, until),
				...(next === undefined ? {} : { next }),
				newest: this.newest,
				...(packed === '' ? {} : { odd: packed }),
				bookmarks: this.packed(parents, asOf),
			},
			interrupted: failed ?? this.interrupted,
			ledOn: failed === undefined,
			shortened: watched.length > MOST_WATCHED,
			odd,
		};
	}

	/** Where a trigger stands that begins, as far as it is known before the vendor answers. */
	private beginning(startFrom: StartFrom, watchedFor: number) {
		const now = ourContactTime(this.options) - SKEW_MS;
		const oldest = now - this.lists.keptFor + watchedFor;
		return { complete: Math.max(startFrom === 'now' ? now : startFrom, oldest), newest: 0 };
	}

	/** Reads as many lists at once as requests are allowed, until all had their turn. */
	private async readAll(inTurn: readonly Parent[], since: number | undefined): Promise<void> {
		let upcoming = 0;
		const work = async () => {
			while (upcoming < inTurn.length && this.hasRoom && !this.isOver) {
				const turn = upcoming++;
				const parent = inTurn[turn]!;
				const before = this.placeIn(parent);
				const result = await this.readList(parent, since).catch((error: Error) =>
					this.failed(error, turn, parent, before),
				);
				if (result) this.turns[turn] = result;
				if (result !== 'failed') this.failures = 0;
			}
		};
		const { requestsAtOnce } = this.transport;
		await Promise.all(Array.from({ length: requestsAtOnce }, work));
	}

	/** @returns nothing where the list has to have its turn again */
	private async readList(
		{ id, startedAt, record }: Parent,
		since = -Infinity,
	): Promise<Turn | undefined> {
		const { lists, transport, options, events } = this;
		const { feed } = lists;
		const bookmark = this.bookmarks.get(id) ?? new Bookmark();
		this.bookmarks.set(id, bookmark);
		let gave = 0;
		const reader = new ListReader(
			new Pieces(feed, lists.fieldsOf(id), transport, options.signal, bookmark.more.size),
			{
				parent: id,
				identity: (row) => feed.identity(row),
				recordedAt: (row) => lists.recordedAt(row),
				// Nothing of it can be older.
				since: startedAt >= since ? undefined : since,
				emit(row) {
					gave++;
					events.push({ record: lists.withParent(row, record), ordinal: 1 });
				},
			},
			bookmark,
			this,
		);
		// Where others took all the room, it has to have its turn again.
		if (!(await reader.readOn())) return gave > 0 || this.hasRoom ? 'partly' : undefined;
		delete bookmark.more.size;
		return 'whole';
	}

	/** @returns as `readList` does */
	private failed(error: Error, turn: number, parent: Parent, before: string): Turn | undefined {
		// The parent, or what it had, was removed.
		if (hasStatus(error, 404)) {
			this.missing.push(error);
			return 'whole';
		}
		if (this.options.signal.aborted) {
			if (turn > 0) return undefined;
			if (this.placeIn(parent) !== before) return 'partly';
			// All of the time was not enough for one page.
			const { more } = this.bookmarks.get(parent.id)!;
			const size = more.size ?? this.lists.feed.pageSize;
			more.size = halfPage(size) ?? size;
		}
		this.failures++;
		this.interrupted ??= error;
		return 'failed';
	}

	/** What kept all of them from leading on. */
	private failureOf({ length }: readonly Parent[]): Error | undefined {
		const { missing, turns, options } = this;
		// Where none is there, not the parents were removed: what is asked for is wrong.
		const ledOn = missing.length < length && turns.some((turn) => turn && turn !== 'failed');
		if (this.events.length > 0 || length === 0 || ledOn) return undefined;
		return this.interrupted ?? missing.at(-1) ?? (options.signal.reason as Error);
	}

	/** Whether the time is up, or the vendor is away. A list that fails alone keeps no other waiting. */
	private get isOver(): boolean {
		return this.options.signal.aborted || this.failures >= MOST_FAILURES;
	}

	private placeIn({ id }: Parent): string {
		const { after, more } = this.bookmarks.get(id) ?? new Bookmark();
		return `${after} ${more.scan?.after}`;
	}

	/** What is stored of the lists, also of those that may have to be watched again. */
	private packed(parents: readonly Parent[], asOf: number): CountedState['bookmarks'] {
		const present = new Set(parents.map(({ id }) => id));
		const kept = [...this.bookmarks]
			.filter(([id, { complete }]) => present.has(id) || complete >= asOf - this.lists.keptFor)
			.sort(([, a], [, b]) => b.complete - a.complete)
			.filter(([id], place) => present.has(id) || place < MOST_WATCHED);
		return Object.fromEntries(kept.map(([id, bookmark]) => [id, bookmark.pack()]));
	}
}

/** The parents in the order in which they have their turn, beginning with the one that is next. */
function turnOrder(parents: readonly Parent[], next: string | undefined): Parent[] {
	const sorted = [...parents].sort((a, b) => compareIds(a.id, b.id));
	return inTurnFrom(sorted, ({ id }) => next !== undefined && compareIds(id, next) >= 0);
}

/** Numbers by their value, other texts by their length first. */
const compareIds = (a: string, b: string) => a.length - b.length || (a < b ? -1 : Number(a > b));
