import { givenFields } from '../../../nodes/shared/params';
import { type ListsRead, readLists } from '../../../nodes/shared/poll/readLists';
import { sampleLists } from '../../../nodes/shared/poll/sampleLists';
import type { FollowedList, StartFrom } from '../../../nodes/shared/poll/source';
import type { ListStates } from '../../../nodes/shared/poll/storedState';
import { wallClock } from '../../../nodes/shared/poll/window/clock';
import type { WindowState } from '../../../nodes/shared/poll/window/state';
import { followWindow } from '../../../nodes/shared/poll/window/window';
import type { GrowingList, GrowingVendor, Row } from './growingVendor';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Given = Row & { list: string };

/** What a poll may be told. */
export interface PollOptions {
	readonly most?: number;
	readonly signal?: AbortSignal;
}

/** Polls a vendor as a trigger would: a state goes through JSON. */
export class Follower {
	state: ListStates = { lists: {} };
	readonly given: Given[] = [];
	readonly lists: ReadonlyArray<FollowedList<WindowState>>;
	last: ListsRead | undefined;
	/** Whether something may be missed, since it was too much to remember. */
	isMissed = false;
	private readonly room: number;

	constructor(
		readonly vendor: GrowingVendor,
		lists: readonly GrowingList[],
		readonly startFrom: StartFrom = 'now',
		{ zone = vendor.zone, farEvery = HOUR, room = Infinity } = {},
	) {
		this.room = room;
		const clock = wallClock(zone, ['UTC', 'Europe/Amsterdam']);
		this.lists = lists.map((list) => followWindow({ clock, lookBack: 0, farEvery, ...list }));
	}

	/** @returns what it emitted */
	async poll({ most = 1_000, signal }: PollOptions = {}): Promise<Given[]> {
		const reading = await readLists({ lists: this.lists }, this.state, this.vendor, {
			fields: givenFields({}),
			startFrom: () => this.startFrom,
			most,
			signal: signal ?? new AbortController().signal,
			deadline: Date.now() + 30_000,
		});
		this.last = reading;
		const events = reading.events.map(({ record }) => record as Given);
		expect(events.length).toBeLessThanOrEqual(most);
		this.state = JSON.parse(JSON.stringify(reading.state)) as ListStates;
		this.fit();
		for (const [place, list] of this.places) {
			if (place) expect(list.isState(place, Date.now())).toBe(true);
		}
		const failure = reading.interruptions.find(({ ledOn }) => !ledOn);
		if (failure && events.length === 0) throw failure.error;
		this.given.push(...events);
		return events;
	}

	/** Where it stands in a list, by its key. */
	placeIn(key = 'a'): WindowState | undefined {
		return this.state.lists[key]?.place as WindowState | undefined;
	}

	/** The requests of a poll, of an idle one as a rule. */
	async requestsOf(poll: () => Promise<unknown>): Promise<string[]> {
		const before = this.vendor.requests.length;
		await poll();
		return this.vendor.requests
			.slice(before)
			.map(({ path, query }) => `${path} ${query!.since} ${query!.start ?? ''}`.trim());
	}

	/** The IDs that a test event shows. */
	async sampled(): Promise<string[]> {
		const { signal } = new AbortController();
		const events = await sampleLists(this.lists, this.vendor, { fields: givenFields({}), signal });
		return events.map(({ record }) => (record as Row).id);
	}

	/** Little room, so that a test need not write as many rows as a state takes otherwise. */
	private fit(): void {
		this.isMissed = false;
		const sizeOf = (state: unknown) => JSON.stringify(state).length;
		while (sizeOf(this.state) > this.room) {
			const [place, list] = this.places.reduce((a, b) => (sizeOf(b[0]) > sizeOf(a[0]) ? b : a));
			const { state, isMissed } = list.forgetOldest(place!)!;
			this.isMissed ||= isMissed;
			this.state = { ...this.state, lists: { ...this.state.lists, [list.key]: { place: state } } };
		}
	}

	private get places() {
		return this.lists.map((list) => [this.placeIn(list.key), list] as const);
	}
}

export const idsOf = (given: readonly Given[]) => given.map(({ id }) => id);
