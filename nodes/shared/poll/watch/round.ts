import type { IDataObject } from 'n8n-workflow';
import { givenFields } from '../../params';
import { certainNow } from '../../transport/clocks';
import { halfPage } from '../../paging/halfPage';
import type { Transport } from '../../transport/transport';
import {
	contactTime,
	type FollowOptions,
	type FoundEvent,
	MOST_CHARACTERS,
	ourContactTime,
	type StartFrom,
} from '../source';
import type { OldResult } from '../interim';
import { OddKeys } from '../seen/oddKeys';
import { hasStatus } from '../../transport/apiError';
import { type Direction, directionOf, OVERLAP_MS } from './direction';
import { ListReader } from './listReader';
import { Bookmark, packBookmarks } from './bookmark';
import { findParents, type Parent } from './parents';
import { Pages } from './pages';
import { placeAfter, type Turn, turnOrder } from './rotation';
import type { WatchState } from './state';
import type { WatchedLists } from './watchedLists';
import { type Shared, WatchedList } from './watchedList';

/** More are not watched: where each list stands has to be stored. */
const MOST_WATCHED = 3_000;
/** Our clock may be ahead of the vendor's by so much before something is missed at the start. */
const SKEW_MS = 60 * 60 * 1_000;
/** After so many lists in turn that could not be read, the vendor is taken to be away. */
const MOST_FAILURES = 3;

/** One poll of the watched lists, of all or of as many as its time allows. */
export class Round<R extends IDataObject> implements Shared {
	direction: Direction | undefined;
	survey: Promise<void> | undefined;
	newest = 0;
	odd = new OddKeys();
	private readonly events: Array<FoundEvent<R>> = [];
	private readonly marks = new Map<string, Bookmark>();
	/** How the parents fared that had a turn; the others are missing. */
	private readonly turns: Turn[] = [];
	/** Lists in turn that could not be read. */
	private failures = 0;
	/** Lists that are not there. */
	private missing = 0;
	private lastMissing: Error | undefined;
	private interrupted: Error | undefined;
	private shortened = false;

	constructor(
		private readonly lists: WatchedLists<R>,
		private readonly transport: Transport,
		private readonly options: FollowOptions,
	) {}

	get hasRoom(): boolean {
		return this.events.length < this.options.most;
	}

	see(times: ReadonlyArray<number | undefined>): number {
		const shown = directionOf(times);
		// A piece of a list may look ordered by chance: only that it is not can be seen from one.
		if (this.direction && shown && shown !== this.direction) this.direction = 'anywhere';
		const latest = certainNow(this.transport);
		const newest = times.reduce<number>(
			(most, time) => (time !== undefined && time <= latest && time > most ? time : most),
			0,
		);
		this.newest = Math.max(this.newest, newest);
		return newest;
	}

	async read(prior: WatchState | undefined): Promise<OldResult<WatchState, R>> {
		const { lists, transport, options, events } = this;
		const { fields, signal } = options;
		const startFrom = prior ? undefined : options.startFrom();
		const before = prior ?? this.beginning(startFrom!);
		this.direction = before.direction;
		this.newest = before.newest;
		this.odd = new OddKeys(before.odd);
		for (const [id, mark] of Object.entries(before.marks)) {
			this.marks.set(id, new Bookmark(OVERLAP_MS, mark));
		}
		const watchedFor = lists.watchedFor(fields);
		const since = Math.max(before.complete - watchedFor, before.newest - lists.keptFor);
		const period = { since, isFirst: !prior, signal };
		const owners = await findParents(lists.owners, fields, transport, period);
		const start = prior ?? startedAt(before, startFrom!, contactTime(transport, options));
		const asOf = Math.max(start.round, before.newest, this.newestOf(owners));
		const inTurn = this.inTurn(owners, watchedFor, start.next);
		await this.readAll(inTurn, start.since);
		const { interrupted } = this;
		// Where none is there, not the owners were removed: what is asked for is wrong.
		const isAnyThere = this.missing < inTurn.length;
		const ledOn =
			events.length > 0 || inTurn.length === 0 || (isAnyThere && this.turns.some(isLeadingOn));
		const failed = ledOn
			? undefined
			: (interrupted ?? this.lastMissing ?? (signal.reason as Error));
		if (failed && !prior) throw failed;
		const odd = this.odd.pack();
		const marks = this.packed(owners, asOf, MOST_CHARACTERS - odd.length);
		return {
			events,
			state: {
				contact: start.contact,
				...(start.since === undefined ? {} : { since: start.since }),
				...placeAfter(inTurn, this.turns, start, asOf),
				...(this.direction ? { direction: this.direction } : {}),
				newest: this.newest,
				...(odd === '' ? {} : { odd }),
				marks,
			},
			interrupted,
			...(failed ? { failed } : {}),
			shortened: this.shortened,
			odd: this.odd,
		};
	}

	/** Where a trigger stands that begins, as far as it is known before the vendor answers. */
	private beginning(startFrom: StartFrom): WatchState {
		const { lists, options } = this;
		const now = ourContactTime(options) - SKEW_MS;
		const since = startFrom === 'now' ? now : startFrom;
		const oldest = now - lists.keptFor + lists.watchedFor(options.fields);
		const complete = Math.max(since, oldest);
		const asked = since === -Infinity ? {} : { since };
		return { contact: now, ...asked, complete, round: now, newest: 0, marks: {} };
	}

	/** When the latest of them was started, as far as that can be right. */
	private newestOf(owners: readonly Parent[]): number {
		const now = certainNow(this.transport);
		return Math.max(...owners.map(({ startedAt }) => startedAt).filter((time) => time <= now));
	}

	/** The owners to watch, beginning with the one whose turn it is. */
	private inTurn(
		owners: readonly Parent[],
		watchedFor: number,
		next: string | undefined,
	): Parent[] {
		const watched = owners.filter(({ id, startedAt }) => {
			const mark = this.marks.get(id);
			// What is read to its end after that long is not watched any longer.
			return !mark || mark.scan || mark.complete < startedAt + watchedFor;
		});
		if (watched.length > MOST_WATCHED) {
			this.shortened = true;
			watched.sort((a, b) => b.startedAt - a.startedAt).splice(MOST_WATCHED);
		}
		return turnOrder(watched, next);
	}

	/** Reads as many lists at once as requests are allowed, until all had their turn. */
	private async readAll(inTurn: readonly Parent[], since: number | undefined): Promise<void> {
		let upcoming = 0;
		const work = async () => {
			while (upcoming < inTurn.length && this.hasRoom && !this.isOver) {
				const turn = upcoming++;
				const owner = inTurn[turn]!;
				const before = this.placeIn(owner);
				const result = await this.readList(owner, since).catch((error: Error) =>
					this.failed(error, turn, owner, before),
				);
				if (result) this.turns[turn] = result;
				if (result !== 'failed') this.failures = 0;
			}
		};
		const { requestsAtOnce } = this.transport;
		await Promise.all(Array.from({ length: requestsAtOnce }, work));
	}

	private async readList(
		{ id, startedAt, record }: Parent,
		since: number | undefined,
	): Promise<Turn | undefined> {
		const { lists, transport, options, events } = this;
		const { feed } = lists;
		const values = lists.fieldsOf(id);
		const prepare = feed.offsets.prepare?.(givenFields(values));
		const mark = this.marks.get(id) ?? new Bookmark(OVERLAP_MS);
		this.marks.set(id, mark);
		let gave = 0;
		const watched = new WatchedList(
			new Pages(feed, values, transport, options.signal, mark.size),
			{
				owner: id,
				identity: (row) => feed.identity(row),
				recordedAt: (row) => lists.recordedAt(row),
				// Nothing of it can be older.
				since: since !== undefined && startedAt >= since ? undefined : since,
				give(row) {
					gave++;
					const shown = lists.withOwner(prepare ? prepare(row) : row, record);
					events.push({ record: shown, ordinal: 1 });
				},
			},
			mark,
			this,
		);
		// Where others took all the room, it has to have its turn again.
		if (!(await new ListReader(watched).readOn()))
			return gave > 0 || this.hasRoom ? 'partly' : undefined;
		mark.size = undefined;
		return 'whole';
	}

	/** @returns nothing where the list has to have its turn again */
	private failed(error: Error, turn: number, owner: Parent, before: string): Turn | undefined {
		// The owner, or what it had, was removed.
		if (hasStatus(error, 404)) {
			this.missing++;
			this.lastMissing = error;
			return 'whole';
		}
		if (this.options.signal.aborted) {
			if (turn > 0) return undefined;
			if (this.placeIn(owner) !== before) return 'partly';
			// All of the time was not enough for one page.
			const mark = this.marks.get(owner.id)!;
			const size = mark.size ?? this.lists.feed.offsets.pageSize;
			mark.size = halfPage(size) ?? size;
		}
		this.failures++;
		this.interrupted ??= error;
		return 'failed';
	}

	/** Whether the time is up, or the vendor is away. A list that fails alone keeps no other waiting. */
	private get isOver(): boolean {
		return this.options.signal.aborted || this.failures >= MOST_FAILURES;
	}

	private placeIn({ id }: Parent): string {
		const mark = this.marks.get(id);
		return JSON.stringify([mark?.known ?? 0, mark?.scan?.at]);
	}

	/** What is stored of the lists, also of those that may have to be watched again. */
	private packed(owners: readonly Parent[], asOf: number, most: number): WatchState['marks'] {
		const present = new Set(owners.map(({ id }) => id));
		const kept = [...this.marks]
			.filter(([id, { complete }]) => present.has(id) || complete >= asOf - this.lists.keptFor)
			.sort(([, a], [, b]) => b.complete - a.complete);
		const fitting = kept.filter(([id], place) => present.has(id) || place < MOST_WATCHED);
		const { packed, isShortened } = packBookmarks(most, fitting);
		this.shortened ||= isShortened;
		return packed;
	}
}

/** The state of a first contact, by the time that the vendor's clock showed. */
const startedAt = (before: WatchState, startFrom: StartFrom, contact: number): WatchState => ({
	...before,
	contact,
	round: contact,
	...(startFrom === 'now' ? { since: contact } : {}),
});

const isLeadingOn = (turn: Turn | undefined) => turn === 'whole' || turn === 'partly';
