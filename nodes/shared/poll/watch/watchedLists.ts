import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../../feed';
import type { OffsetPagedFeed } from '../../paging/offset';
import type { Parents } from './parents';

/** Lists that grow, one for each owner, none of which can be asked for what is new. */
export interface WatchedLists<R extends IDataObject> {
	readonly feed: OffsetPagedFeed<R>;
	/** The values of the fields that define an owner's list. */
	fieldsOf(ownerId: string): Readonly<Record<string, unknown>>;
	/** When a record was written, in ms since 1970; undefined where it does not say. */
	recordedAt(record: R): number | undefined;
	/** The record with what is known of its owner. */
	withOwner(record: R, owner: IDataObject): R;
	readonly owners: Parents;
	/** How long after its start a parent's list is watched, in ms. @throws UserError */
	watchedFor(fields: FieldReader): number;
	/** How long the vendor keeps what is in the lists, in ms. */
	readonly keptFor: number;
}
