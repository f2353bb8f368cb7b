import type { IDataObject } from 'n8n-workflow';
import { certainNow } from '../transport/clocks';
import type { Feed, FieldReader } from '../feed';
import { readAll } from '../paging/readPages';
import type { Transport } from '../transport/transport';
import {
	coarsely,
	contactTime,
	type Source,
	type FollowOptions,
	MOST_CHARACTERS,
	ourContactTime,
} from './source';
import { asSource, type OldResult } from './interim';
import { isPacked, KeyMemory, type PackedKeys } from './seen/keyMemory';
import { isPackedOdd, OddKeys, type PackedOdd } from './seen/oddKeys';
import { SHOWN } from './sample';
import { optional, shape, timeUpTo } from './stateCheck';

/** A list that is short enough to be read whole with each poll, in whatever order it comes. */
export interface WholeList<R extends IDataObject> {
	readonly feed: Feed<R>;
	/** The fields with which the feed gives what may have happened since a time, in ms since 1970. */
	fieldsSince(time: number): FieldReader;
	/** When what the record stands for happened, in ms since 1970; undefined as long as it did not. */
	happenedAt(record: R): number | undefined;
	/** Whether it has happened, but nobody can say when. */
	isUndated(record: R): boolean;
	/** When the record was written, in ms since 1970; undefined where it does not say. */
	recordedAt(record: R): number | undefined;
	/** How long after it happened something may first be in the list, in ms. */
	readonly lateness: number;
	/** The earliest that the vendor has, in ms since 1970. */
	readonly earliest: number;
}

/** Where a trigger stands in such a list. Plain JSON; times in ms since 1970. */
export interface WholeState {
	/** What happened, and was recorded, before is not given out; absent: nothing is too old. */
	readonly since?: number;
	/** The newest that there was when all of the list was last given out, by the records' own times. */
	readonly complete: number;
	/** What was given out, by when it happened. */
	readonly given: PackedKeys;
	/** Those that nobody can say the time of; absent: none. */
	readonly odd?: PackedOdd;
}

/** The span of emitted keys that is forgotten at once, in ms. */
const EXTENT_MS = 24 * 60 * 60 * 1_000;

/** Follows a list that is read whole. */
export const followWhole = <R extends IDataObject>(list: WholeList<R>): Source =>
	asSource<WholeState>({
		name: list.feed.name,
		hasDates: true,
		isState: (value, latest): value is WholeState =>
			shape({
				since: optional(timeUpTo(latest)),
				complete: timeUpTo(latest),
				given: isPacked,
				odd: optional(isPackedOdd),
			})(value),
		read: async (prior, transport, options) => await readWhole(list, prior, transport, options),
		async sample(transport, _fields, signal) {
			const { feed, happenedAt } = list;
			const fields = list.fieldsSince(Date.now() - list.lateness);
			return (await readAll(feed, fields, transport, { signal, pages: 1 }))
				.filter((record) => happenedAt(record) !== undefined)
				.sort((a, b) => happenedAt(a)! - happenedAt(b)!)
				.slice(-SHOWN)
				.map((record) => ({ record, ordinal: 1 }));
		},
	});

async function readWhole<R extends IDataObject>(
	list: WholeList<R>,
	prior: WholeState | undefined,
	transport: Transport,
	options: FollowOptions,
): Promise<OldResult<WholeState, R>> {
	const { feed, lateness, earliest } = list;
	const { most, signal } = options;
	const startFrom = prior ? undefined : options.startFrom();
	const start = startFrom === 'now' ? ourContactTime(options) : startFrom;
	const from = Math.max(earliest, (prior?.complete ?? start!) - lateness);
	const fields = list.fieldsSince(from);
	const records = await readAll(feed, fields, transport, { signal });
	const asked = startFrom === 'now' ? contactTime(transport, options) : startFrom;
	const since = prior ? prior.since : asked === -Infinity ? undefined : asked;
	const given = new KeyMemory(EXTENT_MS, prior?.given);
	const odd = new OddKeys(prior?.odd);
	const found = records
		.map((record) => ({ record, at: list.happenedAt(record) }))
		.filter((each): each is { record: R; at: number } => {
			const { record, at } = each;
			if (at === undefined) return false;
			const isAsked = since === undefined || Math.max(at, list.recordedAt(record) ?? at) >= since;
			const key = feed.identity(record);
			return isAsked && given.times(key) === 0 && odd.isNew(key);
		})
		.sort((a, b) => a.at - b.at);
	const undated = records.filter((record) => {
		if (!list.isUndated(record)) return false;
		const key = feed.identity(record);
		const isNew = odd.isNew(key) && given.times(key) === 0;
		// What was there at the start, nobody can say when, is not given out.
		return odd.note(key) && isNew && (prior !== undefined || since === undefined);
	});
	const events = found.slice(0, most);
	for (const { record, at } of events) given.add(feed.identity(record), at);
	// What is older is not asked for any longer.
	const before = prior?.complete ?? asked!;
	const complete =
		found.length > most ? before : coarsely(before, newestOf(list, records, transport));
	given.forgetBefore(Math.max(earliest, complete - lateness));
	const packedOdd = odd.pack();
	let floor = since;
	while (given.size > MOST_CHARACTERS - packedOdd.length) {
		// What is forgotten must not be given out again.
		floor = Math.max(
			floor ?? -Infinity,
			Math.min(given.forgetOldest()!, certainNow(transport)) + 1,
		);
	}
	return {
		events: [...undated, ...events.map(({ record }) => record)].map((record) => ({
			record,
			ordinal: 1,
		})),
		state: {
			...(floor === undefined ? {} : { since: floor }),
			complete: Math.max(earliest, complete),
			given: given.pack(),
			...(packedOdd === '' ? {} : { odd: packedOdd }),
		},
		odd,
		interrupted: undefined,
		shortened: floor !== since,
	};
}

/** The latest time in the records that can be right. */
function newestOf<R extends IDataObject>(
	list: WholeList<R>,
	records: readonly R[],
	transport: Transport,
): number {
	const now = certainNow(transport);
	const times = records.flatMap((record) => [list.happenedAt(record), list.recordedAt(record)]);
	return times.reduce<number>(
		(most, time) => (time !== undefined && time <= now && time > most ? time : most),
		-Infinity,
	);
}
