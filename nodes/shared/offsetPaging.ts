import { type IDataObject, UserError } from 'n8n-workflow';
import { isSlowness } from './apiError';
import {
	type Feed,
	type FieldReader,
	type Page,
	type PageRead,
	type PageRequest,
	type Pager,
	type RecordRules,
	rulesOf,
} from './feed';
import { IdSet } from './idSet';
import { lessThan } from './lessThan';
import { digestOf, formatCursor, parseCursor } from './tieGroup';

/** One answer of an offset list. */
export interface OffsetList<R> {
	readonly records: readonly R[];
	/** How many records the whole list has; undefined where the vendor does not say. */
	readonly total: number | undefined;
}

/** A list that is read from an index on, so many records at a time. Its order need not be known. */
export interface OffsetFeed<R extends IDataObject> extends RecordRules<R> {
	readonly name: string;
	/** The first request, from the node's fields, without index and number. */
	first(fields: FieldReader): PageRequest;
	/** The query parameters that take the index, from 0, and the number. */
	readonly parameters: { readonly start: string; readonly size: string };
	/** How many records the vendor gives at once. */
	readonly pageSize: number;
	read(body: unknown): OffsetList<R>;
	/** What is added to each record, from the fields. */
	prepare?(fields: FieldReader): (record: R) => R;
	/** The record's ID. */
	identity(record: R): string;
}

/** A feed that tells how it pages, for a trigger that reads pieces of it. */
export interface OffsetPagedFeed<R extends IDataObject> extends Feed<R> {
	readonly list: OffsetFeed<R>;
}

/** Makes a feed of an offset list. */
export function offsetFeed<R extends IDataObject>(list: OffsetFeed<R>): OffsetPagedFeed<R> {
	const { name } = list;
	return {
		...{ list, name },
		...rulesOf(list),
		identity: (record) => list.identity(record),
		open: (fields, after) => new OffsetPager(list, fields, after),
		checkCursor(typed) {
			if (typed === '' || CURSOR.test(typed)) return;
			throw new UserError(`"${typed.slice(0, 120)}" is no cursor of the list of ${name}`, {
				description:
					'Continue After takes a cursor that an earlier run gave for the same list, unchanged, such as "100000~1a2b3c4d". Leave it empty to begin at the beginning.',
			});
		},
	};
}

const CURSOR = /^\d{1,15}~[0-9a-f]{8}$/;

/** So many pages may be asked for before the one before them was read. */
const MOST_EXPECTED = 8;

/** One request of a page: where it begins, and how many records it asks for. */
const pageOf = (
	{ path, query }: PageRequest,
	{ start, size }: OffsetFeed<IDataObject>['parameters'],
	from: number,
	most: number,
): PageRequest => ({ path, query: { ...query, [start]: String(from), [size]: String(most) } });

const isEqual = (some: readonly string[], others: readonly string[]) =>
	some.length === others.length && some.every((each, index) => each === others[index]);

/**
 * Asks for one page, and for less of it where the vendor is too slow.
 * @returns the answer, and how many records were asked for
 */
export async function askForPage(
	{ parameters }: Pick<OffsetFeed<IDataObject>, 'parameters'>,
	beginning: PageRequest,
	{ start, size }: { start: number; size: number },
	get: (request: PageRequest) => Promise<unknown>,
): Promise<{ body: unknown; size: number }> {
	const less = lessThan(size);
	const request = {
		...pageOf(beginning, parameters, start, size),
		canAskForLess: less !== undefined,
	};
	const ask = async () => ({ body: await get(request), size });
	if (less === undefined) return await ask();
	return await ask().catch(async (error: unknown) =>
		isSlowness(error)
			? await askForPage({ parameters }, beginning, { start, size: less }, get)
			: await Promise.reject(error),
	);
}

/**
 * Reads an offset list while records are added to it, in whatever place, or removed. Each page begins
 * with the last record of the page before: where it does not, records moved up, and the walk steps
 * back, before it gives out anything of that page. Records that are seen again are dropped by their ID.
 */
class OffsetPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	private readonly beginning: PageRequest;
	private readonly prepare: ((record: R) => R) | undefined;
	/** Without a gap: all records up to the last of these that were there all the time. */
	private readonly seen = new IdSet();
	/** The records of the answer before, and the index that it began at. */
	private before: readonly string[] = [];
	private startBefore = -1;
	/** The index that the next answer begins at. */
	private start: number;
	private size: number;
	/** How many records the longest answer had, and how many that were short came in a row. */
	private longest = 0;
	private short = 0;
	/** The digest of the record that an earlier walk ended with. */
	private readonly after: string | undefined;
	/** The same, until it is found. */
	private soughtAfter: string | undefined;
	/** What is before this was not looked at: the place to continue after is behind it. */
	private floor: number;

	constructor(
		private readonly list: OffsetFeed<R>,
		fields: FieldReader,
		after = '',
	) {
		const { cursor, delivered } = parseCursor(after);
		this.size = list.pageSize;
		this.after = this.soughtAfter = delivered[0];
		this.start = this.floor = Math.max(0, Number(cursor) - 1);
		this.beginning = list.first(fields);
		this.prepare = list.prepare?.(fields);
		this.first = this.asking(this.start);
	}

	askForLess(): PageRequest | undefined {
		const less = lessThan(this.size);
		if (less === undefined) return undefined;
		this.size = less;
		this.longest = 0;
		return this.asking(this.start);
	}

	read(body: unknown): PageRead<R> {
		const { records, total: counted } = this.list.read(body);
		const { start, size, before, startBefore, floor } = this;
		const total = trusted(counted, start, records.length, size);
		const page = new OffsetPage(records, start, this.list);
		const identities = records.map((record) => this.list.identity(record));
		this.before = identities;
		this.startBefore = start;
		const sought = this.placeSought(identities);
		if (floor > 0 && this.soughtAfter !== undefined) {
			if (sought < 0) return { page, next: this.seekFromStart(), moved: true };
		} else if (start > 0 && (records.length === 0 || !this.seen.has(identities[0]!))) {
			return { page, next: this.stepBack(total), moved: true };
		}
		if (sought >= 0) this.soughtAfter = undefined;
		identities.forEach((identity, index) => {
			if (this.seen.has(identity)) return page.pass(index);
			this.seen.add(identity);
			// What an earlier walk gave out is only marked.
			if (this.soughtAfter === undefined && index > sought) page.add(index, this.prepare);
		});
		const behind = start + records.length;
		// Without a total, it may not know of indexes at all: then each answer is the whole list. After a
		// step back, the same answer only says that as many records were removed.
		const whole = () =>
			start > startBefore && page.records.length === 0 && isEqual(identities, before);
		const ended = total === undefined ? this.isShort(records.length) || whole() : behind >= total;
		if (ended) return { page, next: this.end() };
		const next = this.goTo(behind - 1);
		// Where a page brought nothing new, nobody knows what the next ones bring.
		const goesOn = records.length === size && page.records.length > 0;
		return { page, next, expected: goesOn ? this.expected(total) : [] };
	}

	/**
	 * Whether an answer without a total is the last: one that is short need not be, but two in a row
	 * are, or a list that grows while it is read would have no end.
	 */
	private isShort(length: number): boolean {
		this.short = 2 * length <= this.longest ? this.short + 1 : 0;
		this.longest = Math.max(this.longest, length);
		return length <= 1 || this.short === 2;
	}

	/** Goes to where records moved to that were behind this place. */
	private stepBack(total = Infinity): PageRequest {
		const { start, size, floor } = this;
		if (start > floor) {
			return this.goTo(Math.max(floor, Math.min(start, total) - Math.ceil(size / 2)));
		}
		this.soughtAfter = this.after;
		return this.seekFromStart();
	}

	/** Where on the page the last record of an earlier walk is, -1 where it is not, or was found. */
	private placeSought(identities: readonly string[]): number {
		if (this.soughtAfter === undefined) return -1;
		return identities.findIndex((identity) => digestOf(identity) === this.soughtAfter);
	}

	/** Nothing more is to be asked for. */
	private end(): undefined {
		if (this.soughtAfter === undefined) return;
		throw new UserError(
			`The place to continue after is no longer in the list of ${this.list.name}`,
			{
				description:
					'The record that the cursor stands for was removed. Read the list from the beginning.',
			},
		);
	}

	/** Looks for the last record of an earlier walk from the beginning: it has moved since. */
	private seekFromStart(): PageRequest {
		this.floor = 0;
		return this.goTo(0);
	}

	private goTo(start: number): PageRequest {
		this.start = Math.max(0, start);
		return this.asking(this.start);
	}

	/** The pages after the next one, if all stays as it is. */
	private expected(total = 0): PageRequest[] {
		const step = this.size - 1;
		const requests: PageRequest[] = [];
		for (let start = this.start + step; requests.length < MOST_EXPECTED; start += step) {
			if (start >= total - 1) break;
			requests.push(this.asking(start));
		}
		return requests;
	}

	private asking(start: number): PageRequest {
		const canAskForLess = lessThan(this.size) !== undefined;
		return { ...pageOf(this.beginning, this.list.parameters, start, this.size), canAskForLess };
	}
}

/**
 * The total, where it can be one of all records: a service may leave it out in its own way, or count
 * those of the answer only.
 */
function trusted(
	total: number | undefined,
	start: number,
	length: number,
	size: number,
): number | undefined {
	const isOfAnswer = start === 0 && length === size && total === length;
	return total === undefined || total < start + length || isOfAnswer ? undefined : total;
}

class OffsetPage<R extends IDataObject> implements Page<R> {
	readonly records: R[] = [];
	/** Where each of them stands in the answer, with what is known already behind it. */
	private readonly places: number[] = [];

	constructor(
		private readonly all: readonly R[],
		private readonly start: number,
		private readonly list: OffsetFeed<R>,
	) {}

	add(place: number, prepare: ((record: R) => R) | undefined): void {
		const record = this.all[place]!;
		this.records.push(prepare ? prepare(record) : record);
		this.places.push(place);
	}

	/** Passes a record that was given out before: the cursor of the one before it leads behind it. */
	pass(place: number): void {
		if (this.places.length > 0) this.places[this.places.length - 1] = place;
	}

	/** IDs tell all records apart. */
	ordinal(): number {
		return 1;
	}

	cursorAfter(index: number): string {
		const place = this.places[index]!;
		const digest = digestOf(this.list.identity(this.all[place]!));
		return formatCursor(String(this.start + place + 1), [digest]);
	}
}
