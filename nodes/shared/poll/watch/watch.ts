import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../../feed';
import { isObject } from '../../json';
import type { OffsetPagedFeed } from '../../offsetPaging';
import type { Followed } from '../followed';
import type { Direction } from './direction';
import { isPackedMark, type PackedMark } from './mark';
import type { Owners } from './owners';
import { Round } from './round';
import { sampleWatched } from './sampleWatched';

/** Lists that grow, one for each owner, none of which can be asked for what is new. */
export interface WatchedLists<R extends IDataObject> {
	readonly feed: OffsetPagedFeed<R>;
	/** The values of the fields that define an owner's list. */
	fieldsOf(ownerId: string): Readonly<Record<string, unknown>>;
	/** When a record was written, in ms since 1970; undefined where it does not say. */
	recordedAt(record: R): number | undefined;
	/** The record with what is known of its owner. */
	withOwner(record: R, owner: IDataObject): R;
	readonly owners: Owners;
	/** For how long after its start an owner's list is watched, in ms. @throws UserError */
	watchedFor(fields: FieldReader): number;
	/** How long the vendor keeps what is in the lists, in ms. */
	readonly keptFor: number;
}

/** Where a trigger stands that watches many lists. Plain JSON; times in ms since 1970. */
export interface WatchState {
	/** The vendor's time at the first contact. */
	readonly contact: number;
	/** What was recorded before is not given out; absent: nothing is too old. */
	readonly since?: number;
	/** When the last round began in which each list was read to its end. */
	readonly complete: number;
	/** When the present round began. */
	readonly round: number;
	/** Whether a list could not be read to its end in the present round. */
	readonly flawed?: true;
	/** The owner that the next poll begins with; absent: the first. */
	readonly next?: string;
	/** Where lists grow, as far as it is known. */
	readonly direction?: Direction;
	/** The newest record that was seen; 0 where there was none. */
	readonly newest: number;
	/** By owner. */
	readonly marks: Readonly<Record<string, PackedMark>>;
}

/** Follows lists that grow. */
export function followWatched<R extends IDataObject>(lists: WatchedLists<R>): Followed<WatchState> {
	const { feed } = lists;
	return {
		name: feed.name,
		hasDates: true,
		isState: (value): value is WatchState =>
			isObject(value) &&
			[value.contact, value.complete, value.round, value.newest].every(Number.isFinite) &&
			isObject(value.marks) &&
			Object.values(value.marks).every(isPackedMark),
		read: async (prior, transport, options) =>
			await new Round(lists, transport, options).read(prior),
		sample: async (transport, fields, signal) =>
			await sampleWatched(lists, transport, fields, signal),
		toEvents(fields) {
			const tell = feed.toEvents!(fields);
			return ({ record, ordinal }) => tell(record as R, ordinal);
		},
	};
}
