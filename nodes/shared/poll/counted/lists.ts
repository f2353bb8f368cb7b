import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../../feed';
import type { OffsetPagedFeed } from '../../paging/offset';
import type { Parents } from './parents';

/** Lists of one type that grow, one for each parent, none of which can be asked for what is new. */
export interface CountedLists<R extends IDataObject> {
	/** Names the type, and the state. */
	readonly key: string;
	readonly feed: OffsetPagedFeed<R>;
	/** The fields that define a parent's list. */
	fieldsOf(parentId: string): FieldReader;
	/** When a record was written, in ms since 1970; undefined where it does not say. */
	recordedAt(record: R): number | undefined;
	/** The record with what is known of its parent. */
	withParent(record: R, parent: IDataObject): R;
	readonly parents: Parents;
	/** How long after its start a parent's list is watched, in ms. @throws UserError */
	watchedFor(fields: FieldReader): number;
	/** How long the vendor keeps what is in the lists, in ms. */
	readonly keptFor: number;
}
