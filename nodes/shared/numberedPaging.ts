import { type IDataObject, UserError } from 'n8n-workflow';
import {
	type Feed,
	type FieldReader,
	type Page,
	type PageRead,
	type PageRequest,
	type Pager,
	standsStill,
} from './feed';
import { isOn } from './fields';
import { Delivered, digestOf, formatCursor, parseCursor, type Place } from './tieGroup';

/** One answer of a list with numbered pages. */
export interface NumberedList<R> {
	readonly records: readonly R[];
	/** How many pages and records the vendor says there are; undefined where it does not say. */
	readonly pages: number | undefined;
	readonly total: number | undefined;
}

/** A list of which pages of any size are asked for by their number, from 1 on. */
export interface NumberedFeed<R extends IDataObject> {
	readonly name: string;
	/** The query parameters that take the number and the size. */
	readonly parameters: { readonly page: string; readonly size: string };
	/** The largest page that the vendor gives, in records. */
	readonly mostPerPage: number;
	/** What the fields ask for. */
	reading(fields: FieldReader): NumberedReading<R>;
	read(body: unknown): NumberedList<R>;
	/** The record's ID. */
	identity(record: R): string;
	/** Of a position, for messages. */
	readonly cursorExample: string;
	readonly keep?: Feed<R>['keep'];
	readonly present?: Feed<R>['present'];
	readonly toEvents?: Feed<R>['toEvents'];
}

/** One way to read a list with numbered pages. */
export interface NumberedReading<R> {
	/** Without number and size. */
	readonly request: PageRequest;
	readonly pageSize: number;
	/** Where the list is sorted by a place that it can be entered at; absent: it is not. */
	readonly places?: Places<R>;
	/**
	 * Whether records may leave the list, or move in it, while it is read: then those behind them get
	 * other numbers, and the reading goes from place to place instead.
	 */
	readonly isUnsteady: boolean;
	/** Sorts what was read, once all of it was: where the vendor's own order is an unsteady one. */
	readonly compare?: ((a: R, b: R) => number) | undefined;
}

/** What a list is sorted by, such as a time; many records may share a place. */
export interface Places<R> {
	/** As text, for a cursor. */
	of(record: R): string;
	/** As a number that ascends with the list. */
	order(place: string): number;
	/** The request that gives what is at a place and behind it; some before it may come, too. */
	enter(request: PageRequest, place: string): PageRequest;
}

/** Makes a feed of a list with numbered pages. */
export function numberedFeed<R extends IDataObject>(list: NumberedFeed<R>): Feed<R> {
	const { name, keep, present, toEvents } = list;
	return {
		...{ name, keep, present, toEvents },
		identity: (record) => list.identity(record),
		open(fields, after = '') {
			const reading = list.reading(fields);
			const inSteps = reading.places && !reading.compare;
			const steps = after !== '' || isOn(fields, 'options.includeCursor');
			if (steps && !inSteps) throw new UserError(...notInSteps(name));
			const pager = new NumberedPager(list, reading, after);
			return reading.compare ? new SortedPager(pager, reading.compare) : pager;
		},
		checkCursor(typed) {
			if (typed === '' || /^[^~]+(?:~[0-9a-f.]+)?$/.test(typed)) return;
			throw new UserError(`"${typed.slice(0, 120)}" is no cursor of the list of ${name}`, {
				description: `Continue After takes a cursor that an earlier run gave for the same list, unchanged, such as "${list.cursorExample}". Leave it empty to begin at the beginning.`,
			});
		},
	};
}

const notInSteps = (name: string): [string, { description: string }] => [
	`The list of ${name} can be continued only where it is sorted by time`,
	{
		description:
			'Clear Continue After and Include Cursor, or sort by the time of receiving first and by nothing that changes.',
	},
];

/** So many pages may be asked for before the one before them was read. */
const MOST_EXPECTED = 8;
/** How much more is asked for at once where a page holds one place only. */
const GROWTH = 4;
/** So many pages with the same records are a list that stands still. */
const MOST_REPETITIONS = 3;

/** Reads page after page, or from place to place. What was given out is dropped by its ID. */
class NumberedPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	/** Where the present request enters the list; undefined: at its beginning. */
	private entered: string | undefined;
	/** What is not given out again: at the place entered, or in all, where nothing leads back. */
	private known = new Set<string>();
	/** The same at the place that an earlier walk ended at. */
	private readonly delivered = new Delivered();
	/** For the cursors. */
	private readonly trail: Trail;
	private page = 1;
	private size: number;
	/** Since the list was entered there. */
	private passed = 0;
	/** How many records there were when the last answer was made. */
	private total: number | undefined;
	/** The page that was asked for again. */
	private again = 0;
	private before = '';
	private repetitions = 0;

	constructor(
		private readonly list: NumberedFeed<R>,
		private readonly reading: NumberedReading<R>,
		after: string,
	) {
		this.size = reading.pageSize;
		const { cursor, delivered } = parseCursor(after);
		if (after !== '') this.entered = cursor;
		this.delivered.add(delivered);
		this.trail = new Trail(cursor, delivered);
		this.first = this.asking(1);
	}

	read(body: unknown): PageRead<R> {
		const answer = this.list.read(body);
		const { records } = answer;
		this.checkProgress(records);
		const { isUnsteady, places } = this.reading;
		if (!isUnsteady && this.mayHideSome(answer)) {
			return { page: new NumberedPage(), next: this.asking(this.page), moved: true };
		}
		const page = this.pageOf(records);
		this.passed += records.length;
		const isEnd = records.length === 0 || this.isLast(answer);
		if (isEnd) return { page, next: undefined };
		if (isUnsteady && places) return { page, next: this.goOn(records, places) };
		this.know(records);
		this.page++;
		return { page, next: this.asking(this.page), expected: this.expected(answer) };
	}

	/**
	 * Whether a page has to be asked for again. Pages are asked for a few at once: an answer that knows
	 * of less records than the one before it is the older of the two, and what has come in between them
	 * may have moved records from that page to this one. An answer that brings nothing new may be one
	 * to another page.
	 */
	private mayHideSome({ records, total }: NumberedList<R>): boolean {
		const before = this.total;
		// Where it is the length of the answer, it may count no more than that.
		if (total !== records.length) this.total = total;
		const isOlder = this.total !== undefined && before !== undefined && this.total < before;
		const isKnown =
			records.length > 0 && records.every((record) => this.known.has(this.id(record)));
		if (!(isOlder || isKnown) || this.again === this.page) return false;
		this.again = this.page;
		return true;
	}

	/** What was not given out yet. */
	private pageOf(records: readonly R[]): Page<R> {
		const { list, trail, entered } = this;
		const { places } = this.reading;
		const from = places && entered !== undefined ? places.order(entered) : -Infinity;
		const page = new NumberedPage<R>();
		for (const record of records) {
			const identity = list.identity(record);
			const place = places?.of(record);
			const order = place === undefined ? 0 : places!.order(place);
			// The request may give some of what is before the place.
			if (order < from || this.known.has(identity)) continue;
			if (order === from && this.delivered.take(digestOf(identity))) continue;
			page.add(record, place === undefined ? '' : trail.after(place, order, digestOf(identity)));
		}
		return page;
	}

	/**
	 * Whether the vendor says in every way that it has that this is the last page: what its totals
	 * mean may not be certain, and it may give less at once than it was asked for. (Both at once, with
	 * totals that count this answer only, cannot be told from an end.)
	 */
	private isLast({ records, pages, total }: NumberedList<R>): boolean {
		const isShort = records.length < this.size;
		return isShort && pages !== undefined && pages <= this.page && total === this.passed;
	}

	/** Enters the list at the last place of an answer, as long as that leads on. */
	private goOn(records: readonly R[], places: Places<R>): PageRequest {
		const last = places.of(records.at(-1)!);
		if (!isSorted(records, places)) throw unsorted(this.list.name);
		const leadsOn = this.entered === undefined || places.order(last) > places.order(this.entered);
		if (leadsOn) {
			this.entered = last;
			this.known = new Set();
			this.size = this.reading.pageSize;
		}
		this.know(records.filter((record) => places.of(record) === last));
		const { mostPerPage } = this.list;
		const isFull = this.page === 1 && records.length >= this.size;
		if (!leadsOn && !(isFull && this.size < mostPerPage)) {
			this.page++;
			return this.asking(this.page);
		}
		// One answer is a picture of one moment, several are not: all of a place at once, if possible.
		if (!leadsOn) this.size = Math.min(mostPerPage, this.size * GROWTH);
		this.page = 1;
		this.passed = 0;
		return this.asking(1);
	}

	private know(records: readonly R[]): void {
		for (const record of records) this.known.add(this.list.identity(record));
	}

	/** A vendor that ignores the number would be asked for ever. */
	private checkProgress(records: readonly R[]): void {
		const ends = [records.length, ...[records[0], records.at(-1)].map((each) => this.id(each))];
		const answer = ends.join(' ');
		const isSame = this.page > 1 && records.length > 0 && answer === this.before;
		this.repetitions = isSame ? this.repetitions + 1 : 0;
		this.before = answer;
		if (this.repetitions === MOST_REPETITIONS) {
			throw standsStill(this.list.name, [`page ${this.page - 1}`]);
		}
	}

	private id(record: R | undefined): string {
		return record ? this.list.identity(record) : '';
	}

	/** The pages after the next one, if all stays as it is. */
	private expected({ records, total = 0 }: NumberedList<R>): PageRequest[] {
		const left = records.length < this.size ? 0 : (total - this.passed) / this.size;
		const length = Math.min(MOST_EXPECTED, Math.max(0, Math.ceil(left) - 1));
		return Array.from({ length }, (_, index) => this.asking(this.page + 1 + index));
	}

	private asking(page: number): PageRequest {
		const { parameters } = this.list;
		const { request, places } = this.reading;
		const entering = places && this.entered !== undefined;
		const { path, query } = entering ? places.enter(request, this.entered!) : request;
		const numbers = { [parameters.page]: String(page), [parameters.size]: String(this.size) };
		return { path, query: { ...query, ...numbers } };
	}
}

function isSorted<R>(records: readonly R[], { of, order }: Places<R>): boolean {
	const orders = records.map((record) => order(of(record)));
	return orders.every((each, index) => index === 0 || each >= orders[index - 1]!);
}

const unsorted = (name: string) =>
	new UserError(`The list of ${name} is not sorted as it was asked for`, {
		description:
			'While records leave it, it can be read to its end only in order of time. Ask for less, with a Limit of one page, or look for a newer version of this package.',
	});

/** The places behind the records that were given out, in the order of the list. */
class Trail {
	private order = -Infinity;
	/** Whether the list is in order: else no place leads behind a record. */
	private isStraight = true;

	/** @param digests of what was given out at the place */
	constructor(
		private place: string,
		private digests: string[],
	) {}

	/** Goes behind one more record. */
	after(place: string, order: number, digest: string): Place {
		if (order < this.order || Number.isNaN(order)) this.isStraight = false;
		if (place !== this.place) this.digests = [];
		this.place = place;
		this.order = order;
		this.digests.push(digest);
		if (!this.isStraight) return '';
		const { digests } = this;
		const { length } = digests;
		return () => formatCursor(place, digests.slice(0, length));
	}
}

class NumberedPage<R> implements Page<R> {
	readonly records: R[] = [];
	private readonly places: Place[] = [];

	add(record: R, place: Place): void {
		this.records.push(record);
		this.places.push(place);
	}

	/** IDs tell all records apart. */
	ordinal(): number {
		return 1;
	}

	cursorAfter(index: number): string {
		const place = this.places[index]!;
		return typeof place === 'string' ? place : place();
	}
}

/** Gives out nothing before all of a list was read, and then in an order of its own. */
class SortedPager<R> implements Pager<R> {
	readonly first: PageRequest;
	private readonly all: R[] = [];

	constructor(
		private readonly pager: Pager<R>,
		private readonly compare: (a: R, b: R) => number,
	) {
		this.first = pager.first;
	}

	read(body: unknown): PageRead<R> {
		const { page, next } = this.pager.read(body);
		for (const record of page.records) this.all.push(record);
		const records = next ? [] : this.all.sort(this.compare);
		return { page: { records, ordinal: () => 1, cursorAfter: () => '' }, next };
	}
}
