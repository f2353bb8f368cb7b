import type { IDataObject } from 'n8n-workflow';
import {
	type FieldReader,
	type Headers,
	type ListIdentity,
	notAdvancing,
	type PageAnswer,
	type PageRead,
	type PageRequest,
	type Pager,
} from '../feed';
import type { Paging } from './list';
import { cursorCheck, inDoubt, placeIsGone, RecordPage } from './page';
import { counting, digestOf, formatCursor, parseCursor } from './resumeCursor';

/** One answer of a list with page tokens. */
export interface TokenList<R> {
	readonly records: readonly R[];
	/** Leads to the next page; undefined or '' at the end. */
	readonly token: string | undefined;
}

/** A list, each page of which names the next one by a token that means nothing to us. */
export interface Tokens<R extends IDataObject> {
	/** The first request, from the node's fields, without a token. */
	first(fields: FieldReader): PageRequest;
	/** The query parameter that takes the token. */
	readonly parameter: string;
	read(body: unknown, headers: Headers): TokenList<R>;
}

/**
 * Pages that are asked for by the token of the one before. A cursor is the token of a page, and the last
 * record of it that was emitted: where the vendor lets tokens end, so does the cursor.
 */
export const token = <R extends IDataObject>(options: Tokens<R>): Paging<R> => ({
	open: (list, fields, after) => new TokenPager({ ...options, ...list }, fields, after),
	checkCursor: cursorCheck((typed) => CURSOR.test(typed), 'eyJwYWdlIjoyfQ~1a2b3c4d'),
});

/** The token of the first page is empty. */
const CURSOR = /^\S*~[0-9a-f]{8}$/;

class TokenPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	private readonly beginning: PageRequest;
	/** The token that the next answer was asked for by. */
	private token: string;
	/** The digest of the record that an earlier walk ended with, until it is found. */
	private sought: string | undefined;
	/** The page before, by the identities of its records, and the token that was asked for again. */
	private before = '';
	private again: string | undefined;

	constructor(
		private readonly list: Tokens<R> & ListIdentity<R>,
		fields: FieldReader,
		after: string,
	) {
		const { cursor, delivered } = parseCursor(after);
		this.token = cursor;
		[this.sought] = delivered;
		this.beginning = list.first(fields);
		this.first = this.asking();
	}

	read({ body, headers }: PageAnswer): PageRead<R> {
		const { records, token: next = '' } = this.list.read(body, headers);
		const identities = records.map((record) => this.list.identity(record));
		const shown = JSON.stringify(identities);
		if (records.length > 0 && (shown === this.before || (next !== '' && next === this.token))) {
			if (this.again === this.token) throw notAdvancing(this.list.name, [this.token]);
			this.again = this.token;
			return inDoubt(this.asking());
		}
		this.before = shown;
		const digests = identities.map(digestOf);
		const from = this.sought === undefined ? 0 : digests.lastIndexOf(this.sought) + 1;
		if (this.sought !== undefined && from === 0) throw placeIsGone(this.list.name);
		this.sought = undefined;
		const { token } = this;
		const page = new RecordPage<R>();
		const ordinalOf = counting();
		records.forEach((record, index) => {
			const ordinal = ordinalOf(identities[index]!);
			if (index < from) return;
			page.add(record, () => formatCursor(token, [digests[index]!]), ordinal);
		});
		this.token = next;
		return { page, next: next === '' ? undefined : this.asking() };
	}

	private asking(): PageRequest {
		const { path, query } = this.beginning;
		const { token, list } = this;
		return { path, query: token === '' ? query : { ...query, [list.parameter]: token } };
	}
}
