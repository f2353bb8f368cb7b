import type { IDataObject } from 'n8n-workflow';
import type { FieldReader, Page } from '../feed';
import { type Transport, walk } from '../walker';
import { type Followed, type FollowedEvent, reachOf } from './followed';
import type { ListState } from './listState';
import { Pass } from './pass';
import { isRefusal, isRefusalOfComposed } from './refusal';

/** From now on, or from a time on in ms since 1970: -Infinity is the beginning. */
export type StartFrom = 'now' | number;

export interface FollowOptions {
	readonly fields: FieldReader;
	/** Asked where nothing is known yet. @throws UserError where the fields do not say it */
	startFrom(): StartFrom;
	/** At most so many events are given out. */
	readonly most: number;
	/** Fires when the time is up: what was read until then counts. */
	readonly signal: AbortSignal;
	/** Our own clock at a first contact that failed, in ms since 1970. */
	readonly failedContact: number | undefined;
}

export interface Followup<R> {
	readonly events: ReadonlyArray<FollowedEvent<R>>;
	readonly state: ListState;
	/** What ended the reading before its time, although it led on. */
	readonly interrupted: Error | undefined;
}

/** Our clock may differ by this much from the vendor's before a list is begun anew. */
const SKEW_MS = 5_000;

/**
 * Reads a list on from where it was left.
 * @throws what ended the reading, where it did not lead on at all
 */
export async function follow<R extends IDataObject>(
	followed: Followed<R>,
	state: ListState | undefined,
	transport: Transport,
	options: FollowOptions,
): Promise<Followup<R>> {
	return await new Follower(followed, state, transport, options).run();
}

class Follower<R extends IDataObject> {
	constructor(
		private readonly followed: Followed<R>,
		private readonly prior: ListState | undefined,
		private readonly transport: Transport,
		private readonly options: FollowOptions,
	) {}

	async run(): Promise<Followup<R>> {
		const { prior } = this;
		const { failedContact, fields, most } = this.options;
		const opened = await (prior ? this.goOn(prior) : this.begin());
		const pass = new Pass(this.followed, opened.state, {
			most,
			keep: this.followed.feed.keep?.(fields),
			first: !prior && failedContact === undefined,
		});
		let ended = false;
		let interrupted: Error | undefined;
		try {
			ended = await takeAll(opened, pass);
		} catch (error) {
			interrupted = error as Error;
		}
		const next = pass.close(ended);
		// The end of the time is what polls are for, as long as they lead on.
		const ledOn = pass.events.length > 0 || next.after !== prior?.after;
		if (interrupted && !ledOn) throw interrupted;
		return { events: pass.events, state: next, interrupted };
	}

	/** Reads on, or where the vendor no longer takes the cursor, up to there from the beginning. */
	private async goOn(state: ListState): Promise<Opened<R>> {
		return await this.open(state.after).then(
			(opened) => ({ ...opened, state }),
			async (error: unknown) => {
				if (state.after === '' || !isRefusal(error)) throw error;
				return { ...(await this.open('')), state: { ...state, after: '' } };
			},
		);
	}

	private async begin(): Promise<Opened<R>> {
		const { cursorAt } = this.followed.feed;
		const startFrom = this.options.startFrom();
		const silent = startFrom === 'now' ? { silent: true as const } : {};
		if (startFrom === -Infinity || !cursorAt) return await this.beginAt(undefined, silent);
		if (startFrom !== 'now') return await this.beginAt(startFrom, { since: startFrom });
		const reach = reachOf(this.followed);
		const start = Date.now() - SKEW_MS - reach;
		const opened = await this.beginAt(start, silent);
		const rightStart = opened.state.contact - reach;
		// Our clock is ahead: what the vendor writes next would be taken for older.
		if (start <= rightStart) return opened;
		await opened.pages.return();
		return await this.beginAt(rightStart, silent);
	}

	/** Begins at a time, or where the vendor takes no cursor of our own, passing over what is older. */
	private async beginAt(
		time: number | undefined,
		start: Pick<ListState, 'since' | 'silent'>,
	): Promise<Opened<R>> {
		const { cursorAt } = this.followed.feed;
		const from = time === undefined ? undefined : Math.floor(time / 1_000) * 1_000;
		const composed = from === undefined || !cursorAt ? '' : cursorAt(from);
		const { after, ...opened } = await this.open(composed).then(
			(pages) => ({ ...pages, after: composed }),
			async (error: unknown) => {
				if (composed === '' || !isRefusalOfComposed(error)) throw error;
				return { ...(await this.open('')), after: '' };
			},
		);
		const contact = this.contact();
		const place = { after, ...(from === undefined ? {} : { from }) };
		return { ...opened, state: { ...place, ...start, contact, records: {} } };
	}

	/** The vendor's time at the first contact: now, or before, where that one failed. */
	private contact(): number {
		const now = Date.now();
		const { failedContact = now } = this.options;
		return (this.transport.vendorTime ?? now) - (now - failedContact);
	}

	/** The pages behind a cursor, the first of them read. @throws what it was refused with */
	private async open(after: string): Promise<Pick<Opened<R>, 'first' | 'pages'>> {
		const { feed } = this.followed;
		const { fields, most, signal } = this.options;
		const { name } = feed;
		const pages = walk(feed.open(fields, after), this.transport, { name, limit: most, signal });
		return { first: await pages.next(), pages };
	}
}

interface Opened<R> {
	readonly state: ListState;
	readonly first: IteratorResult<Page<R>, void>;
	/** What follows it. */
	readonly pages: AsyncGenerator<Page<R>, void>;
}

/** @returns whether the list was read to its end */
async function takeAll<R extends IDataObject>(
	{ first, pages }: Opened<R>,
	pass: Pass<R>,
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
