import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader } from '../feed';
import { readAll } from '../readAll';
import type { Transport } from '../walker';
import {
	coarsely,
	contactTime,
	type Followed,
	type FollowOptions,
	FUTURE_MS,
	MOST_CHARACTERS,
	type Reading,
	vendorNow,
} from './followed';
import { isPacked, KeyMemory, type PackedKeys } from './keyMemory';
import { isPackedOdd, OddKeys, type PackedOdd } from './oddKeys';
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
	/** When the list was last read, and all of it given out. */
	readonly complete: number;
	/** What was given out, by when it happened. */
	readonly given: PackedKeys;
	/** Those that nobody can say the time of; absent: none. */
	readonly odd?: PackedOdd;
}

/** So much of what was given out is forgotten at once, in ms. */
const EXTENT_MS = 24 * 60 * 60 * 1_000;

/** Follows a list that is read whole. */
export const followWhole = <R extends IDataObject>(list: WholeList<R>): Followed<WholeState> => ({
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
): Promise<Reading<WholeState, R>> {
	const { feed, lateness, earliest } = list;
	const { most, signal, failedContact } = options;
	const startFrom = prior ? undefined : options.startFrom();
	const began = failedContact ?? Date.now();
	const start = startFrom === 'now' ? began : startFrom;
	const from = Math.max(earliest, (prior?.complete ?? start!) - lateness);
	const fields = list.fieldsSince(from);
	const records = await readAll(feed, fields, transport, { signal });
	const now = vendorNow(transport);
	const contact = contactTime(transport, failedContact);
	const asked = startFrom === 'now' ? contact : startFrom;
	const since = prior ? prior.since : asked === -Infinity ? undefined : asked;
	const given = new KeyMemory(EXTENT_MS, prior?.given);
	const found = records
		.map((record) => ({ record, at: list.happenedAt(record) }))
		.filter((each): each is { record: R; at: number } => {
			const { record, at } = each;
			if (at === undefined || at > now + FUTURE_MS) return false;
			const isAsked = since === undefined || Math.max(at, list.recordedAt(record) ?? at) >= since;
			return isAsked && given.times(feed.identity(record)) === 0;
		})
		.sort((a, b) => a.at - b.at);
	const odd = new OddKeys(prior?.odd);
	const undated = records.filter((record) => {
		if (!list.isUndated(record)) return false;
		const key = feed.identity(record);
		const isNew = odd.isNew(key);
		return odd.note(key) && isNew && startFrom !== 'now';
	});
	const events = found.slice(0, most);
	for (const { record, at } of events) given.add(feed.identity(record), at);
	// What is older is not asked for any longer.
	const before = prior?.complete ?? start!;
	const complete = found.length > most ? before : coarsely(before, now);
	given.forgetBefore(Math.max(earliest, complete - lateness));
	const packedOdd = odd.pack();
	let floor = since;
	while (given.size > MOST_CHARACTERS - packedOdd.length) {
		// What is forgotten must not be given out again.
		floor = Math.max(floor ?? -Infinity, Math.min(given.forgetOldest()!, now) + 1);
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
