import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader, ListIdentity, OrderedFeed, Pager, RecordRules } from '../feed';
import type { KeysetPaging } from './keyset';
import type { OffsetPagedFeed, OffsetPaging } from './offset';
import { withReads } from './page';

/** A way in which vendors page: `keyset`, `token`, `pageNumber`, `offset`, `dateWindow`, `single`. */
export interface Paging<R extends IDataObject> {
	/**
	 * @param after the cursor to read on behind; '' begins at the beginning
	 * @throws UserError when a field holds what the vendor would not take
	 */
	open(list: ListIdentity<R>, fields: FieldReader, after: string): Pager<R>;
	/**
	 * Absent where a list cannot be continued.
	 * @param name of the list, for messages
	 * @throws UserError where a cursor that a user typed is none
	 */
	checkCursor?(typed: string, name: string): void;
}

/** All that is known of a list but how it pages. */
export type ListRules<R extends IDataObject> = ListIdentity<R> & RecordRules<R>;

/** A list, declared by what its records are, and by how it pages. */
export function list<R extends IDataObject>(
	declared: ListRules<R> & { readonly paging: KeysetPaging<R> },
): OrderedFeed<R>;
export function list<R extends IDataObject>(
	declared: ListRules<R> & { readonly paging: OffsetPaging<R> },
): OffsetPagedFeed<R>;
export function list<R extends IDataObject>(
	declared: ListRules<R> & { readonly paging: Paging<R> },
): Feed<R>;
export function list<R extends IDataObject>({
	paging,
	...rules
}: ListRules<R> & { readonly paging: Paging<R> }): Feed<R> {
	const { open, checkCursor, ...more } = paging;
	return {
		...rules,
		...more,
		open: (fields, after = '') => open(rules, fields, after),
		...(checkCursor ? { checkCursor: (typed) => checkCursor(typed, rules.name) } : {}),
	};
}

/** A list that is read as a whole, or not at all: it cannot be continued. */
export const whole = <R extends IDataObject>({ open }: Paging<R>): Paging<R> => ({ open });

/** A list of what there must be. @param missing said where it is empty */
export const required = <R extends IDataObject>(
	{ open }: Paging<R>,
	missing: () => Error,
): Paging<R> => ({
	open(list, fields, after) {
		let found = 0;
		return withReads(open(list, fields, after), (read) => {
			found += read.page.records.length;
			if (!read.next && found === 0) throw missing();
			return read;
		});
	},
});
