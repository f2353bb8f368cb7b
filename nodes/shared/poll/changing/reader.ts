import type { IDataObject } from 'n8n-workflow';
import { isSlowness } from '../../transport/apiError';
import { certainNow, latestPossible } from '../../transport/clocks';
import type { Page } from '../../feed';
import { readFirst, readPages, wantedOf } from '../../paging/readPages';
import type { Transport } from '../../transport/transport';
import { contactTime, type FollowOptions, type FoundEvent, ourContactTime } from '../source';
import type { OldResult } from '../interim';
import { mayBeRefusal } from '../refusal';
import { cursorIn, MOST_CURSOR, storedCursor } from '../storedCursor';
import {
	type ChangingList,
	eventOf,
	type Happening,
	type Latest,
	type Search,
} from './changingList';
import { Given, type Now, readAgainFrom } from './given';
import type { ChangingState, Round } from './state';

/** How many records are asked for to see the latest; more, where they do not go back far enough. */
const LATEST = [1_000, 5_000, 20_000];

/** The share of a poll's remaining time that one question for the latest may take. */
const SHARE_OF_LATEST = 0.25;
const LEAST_SHARE_MS = 1_000;

/** Our clock may be ahead of the vendor's by so much before something is missed at the start. */
const SKEW_MS = 60 * 60 * 1_000;

/** Reads what can have changed, from where the last poll stopped. */
export class ChangingReader<R extends IDataObject> {
	private readonly events: FoundEvent[] = [];
	private state: Omit<ChangingState, 'round'>;
	private round: Round;
	private given: Given | undefined;

	constructor(
		private readonly list: ChangingList<R>,
		private readonly prior: ChangingState | undefined,
		private readonly transport: Transport,
		private readonly options: FollowOptions,
	) {
		const { round, ...state } = prior ?? { recent: [], lasting: [] };
		this.state = state;
		this.round = (round && { ...round, after: cursorIn(round.after) }) ?? {
			from: Math.max(list.earliest, this.start()),
			search: 0,
			after: '',
		};
	}

	async read(): Promise<OldResult<ChangingState>> {
		const before = this.place;
		let interrupted: Error | undefined;
		let ended = false;
		try {
			ended = await this.readOn();
		} catch (error) {
			interrupted = error as Error;
		}
		const { events, given } = this;
		const ledOn = ended || events.length > 0 || this.place !== before;
		if (!given || (interrupted && !ledOn)) throw interrupted ?? new Error('Nothing was asked');
		const state = ended ? given.after() : this.withinRound(given);
		return { events, state, interrupted, shortened: given.shortened, odd: given.odd };
	}

	private get place(): string {
		return `${this.round.search} ${this.round.after}`;
	}

	/** @returns whether the round came to its end */
	private async readOn(): Promise<boolean> {
		const { searches } = this.list;
		for (let search = searches[this.round.search]; search; search = searches[this.round.search]) {
			const done = (await this.readLatest(search)) || (await this.readAll(search));
			if (!done) return false;
			this.round = { ...this.round, search: this.round.search + 1, after: '' };
		}
		return true;
	}

	/**
	 * Reads what happened last, all of it or nothing: what the search then reads whole, it must not have
	 * taken before.
	 * @returns whether nothing else is missing
	 */
	private async readLatest(search: Search<R>): Promise<boolean> {
		if (!search.latest || this.round.after !== '' || this.wantsAll) return false;
		const dated: Array<{ record: R; at: number }> = [];
		for (const latest of search.latest) {
			const found = await this.latestOf(latest, this.startOf(search)).catch(unlessRefused);
			if (!found) return false;
			dated.push(...found);
		}
		dated.sort((a, b) => a.at - b.at);
		return this.takeLatest(
			search,
			dated.map(({ record }) => record),
		);
	}

	/**
	 * One answer with what happened last. One, since records may leave the list: of several, some might
	 * be in none.
	 * @returns nothing where it does not go back far enough
	 */
	private async latestOf({ fields, dateOf }: Latest<R>, since: number) {
		const { deadline, signal } = this.options;
		// To sort may take a vendor longer than to give all.
		const share = Math.max(LEAST_SHARE_MS, (deadline - Date.now()) * SHARE_OF_LATEST);
		const inTime = AbortSignal.any([signal, AbortSignal.timeout(Math.floor(share))]);
		for (const most of LATEST) {
			const read = await readFirst(this.list.feed, fields(since, most), this.transport, inTime);
			const { bound } = this.meet();
			const { records } = read.page;
			const dated = wantedOf(read).map((record) => ({ record, at: dateOf(record) ?? NaN }));
			// Where a date is missing, or their order is another, there may be newer ones elsewhere.
			const isSorted = dated.every(({ at }, index) => at <= (dated[index - 1]?.at ?? Infinity));
			if (!isSorted) return undefined;
			if (read.isLast) return dated;
			// Records of one moment come in any order: they do not show that what follows is older.
			const [newest, oldest] = [dated[0]?.at ?? NaN, dated.at(-1)?.at ?? NaN];
			if (newest > oldest && oldest < bound) return dated;
			if (records.length < most) return undefined;
		}
		return undefined;
	}

	/** Whether nothing is too old, as long as not all was read once. */
	private get wantsAll(): boolean {
		return this.state.complete === undefined && this.options.startFrom() === -Infinity;
	}

	/** @returns whether there is room for all that is new */
	private takeLatest(search: Search<R>, records: readonly R[]): boolean {
		const found = records.reduce((sum, record) => sum + this.newIn(search, record).length, 0);
		if (this.events.length + found > this.options.most) return false;
		for (const record of records) this.take(search, record, this.newIn(search, record));
		return true;
	}

	/** @returns whether the search was read to its end */
	private async readAll(search: Search<R>): Promise<boolean> {
		const { list } = this;
		const { most } = this.options;
		const after = this.round.after || list.cursorAt(this.startOf(search));
		for await (const { page, isWanted } of this.pagesAfter(search, after)) {
			this.meet();
			const { length } = page.records;
			for (let index = 0; index < length; index++) {
				if (!isWanted(index)) continue;
				const record = page.records[index]!;
				const found = this.newIn(search, record);
				// What one record tells stays together.
				if (this.events.length > 0 && this.events.length + found.length > most) {
					this.goBehind(page, index - 1);
					return false;
				}
				this.take(search, record, found);
			}
			this.goBehind(page, length - 1);
			this.given!.forgetSettled();
			if (this.events.length >= most) return false;
		}
		return true;
	}

	/** From the beginning, where what is stored is no cursor of the list. */
	private pagesAfter(search: Search<R>, after: string) {
		const { feed, cursorAt } = this.list;
		const { signal } = this.options;
		const from = (after: string) =>
			readPages(feed, search.fields, this.transport, { after, signal });
		try {
			return from(after);
		} catch {
			return from(cursorAt(this.startOf(search)));
		}
	}

	private goBehind(page: Page<R>, index: number): void {
		const after = index < 0 ? '' : page.cursorAfter(index);
		if (after === '') return;
		const made = this.list.madeAt(page.records[index]!);
		const isTooLong = storedCursor(after).length > MOST_CURSOR && made !== undefined;
		if (isTooLong) this.given!.shortened = true;
		// What else is of that second is passed over: there is no room to tell it apart.
		const behind = () => this.list.cursorAt(Math.floor(made! / 1_000) * 1_000 + 1_000);
		this.round = { ...this.round, after: isTooLong ? behind() : after };
	}

	/** When the records were made that a search begins with. */
	private startOf({ isByMade }: Search<R>): number {
		const { since = -Infinity, toldBefore = since } = this.state;
		// By the records' own times: no clock need be right.
		return isByMade && toldBefore > -Infinity ? toldBefore : this.round.from;
	}

	private newIn(search: Search<R>, record: R): Happening[] {
		const made = this.list.madeAt(record);
		const { now } = this;
		return search
			.happenings(record)
			.filter((each) => this.given!.isNew(this.key(record, each), each, made, now));
	}

	private take(search: Search<R>, record: R, found: readonly Happening[]): void {
		const made = this.list.madeAt(record);
		const { now } = this;
		const noted = new Map(
			search
				.happenings(record)
				.map((each) => [each.name, this.given!.note(this.key(record, each), each, made, now)]),
		);
		for (const { name } of found) {
			if (noted.get(name)) this.events.push(eventOf(this.list, record, name));
		}
	}

	private get now(): Now {
		const { transport } = this;
		return { certain: certainNow(transport), latestPossible: latestPossible(transport) };
	}

	private key(record: R, { name }: Happening): string {
		return `${name} ${this.list.feed.identity(record)}`;
	}

	/** With an answer, the vendor's time is known. */
	private meet(): Given {
		if (!this.given) {
			if (!this.prior && this.options.startFrom() === 'now') {
				this.state = { ...this.state, since: contactTime(this.transport, this.options) };
			}
			const round = { began: certainNow(this.transport), ...this.round };
			this.round = round;
			this.given = new Given(this.list, this.state, round);
		}
		return this.given;
	}

	/** Where a new round begins. */
	private start(): number {
		const { complete } = this.state;
		if (complete !== undefined) return readAgainFrom(this.list, complete);
		const startFrom = this.options.startFrom();
		const now = ourContactTime(this.options) - SKEW_MS;
		if (startFrom === -Infinity) return startFrom;
		if (startFrom !== 'now') this.state = { ...this.state, since: startFrom };
		return readAgainFrom(this.list, startFrom === 'now' ? now : startFrom);
	}

	private withinRound(given: Given): ChangingState {
		const after = storedCursor(this.round.after);
		const { known, round } = given.within(after);
		return { ...known, round: { ...this.round, after, ...round } };
	}
}

/** A vendor that does not sort, or is too slow at it, may still give all. */
async function unlessRefused(error: Error): Promise<undefined> {
	const isOutOfTime = error.name === 'TimeoutError';
	if (isOutOfTime || isSlowness(error) || mayBeRefusal(error)) return undefined;
	return await Promise.reject(error);
}
