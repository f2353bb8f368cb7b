import { type IDataObject, UserError } from 'n8n-workflow';
import { type Page, type PageRead, type PageRequest, type Pager, standsStill } from './feed';
import { lessThan } from './lessThan';
import { NumberedPage, Trail } from './numberedPage';
import type { NumberedFeed, NumberedList, NumberedReading, Places } from './numberedList';
import { Delivered, digestOf, parseCursor } from './tieGroup';

/** So many pages may be asked for before the one before them was read. */
const MOST_EXPECTED = 8;
/** How much more is asked for at once where a page holds one place only. */
const GROWTH = 4;
/** So many pages with the same records are a list that stands still. */
const MOST_REPETITIONS = 3;

/** Reads page after page, or from place to place. What was given out is dropped by its ID. */
export class NumberedPager<R extends IDataObject> implements Pager<R> {
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
	private usualSize: number;
	/** As far as the vendor is not too slow for it. */
	private mostPerPage: number;
	/** How much of a place was read before more was asked for at once. */
	private begun = 0;
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
		this.size = this.usualSize = reading.pageSize;
		this.mostPerPage = list.mostPerPage;
		const { cursor, delivered } = parseCursor(after);
		if (after !== '') this.entered = cursor;
		this.delivered.add(delivered);
		this.trail = new Trail(cursor, delivered);
		this.first = this.asking(1);
	}

	read(body: unknown): PageRead<R> {
		const answer = this.list.read(body);
		const { records } = answer;
		const { isUnsteady, places } = this.reading;
		if (!isUnsteady && this.mayHideSome(answer)) {
			return { page: new NumberedPage(), next: this.asking(this.page), moved: true };
		}
		this.checkProgress(answer);
		const page = this.pageOf(records);
		this.passed += records.length;
		const isEnd = records.length === 0 || this.isLast(answer);
		if (isEnd) return { page, next: undefined };
		if (isUnsteady && places) return { page, next: this.goOn(records, places) };
		this.know(records);
		this.page++;
		// Where a page brought nothing new, nobody knows what the next ones bring.
		const expected = page.records.length > 0 ? this.expected(answer) : [];
		return { page, next: this.asking(this.page), expected };
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

	askForLess(): PageRequest | undefined {
		const less = lessThan(this.size);
		if (less === undefined || !this.canBeLess) return undefined;
		// Some of what precedes the place may come again.
		const begun = Math.max(this.begun, (this.page - 1) * this.size);
		this.size = this.mostPerPage = less;
		this.usualSize = Math.min(this.usualSize, less);
		this.page = Math.floor(begun / less) + 1;
		this.passed = (this.page - 1) * less;
		return this.asking(this.page);
	}

	/** Of what moves, pages are pictures of different moments. */
	private get canBeLess(): boolean {
		const { isUnsteady, places } = this.reading;
		return !isUnsteady || places !== undefined;
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
			const digest = digestOf(identity);
			if (places && place === undefined) {
				const isKnown = this.known.has(identity) || this.delivered.take(digest);
				if (!isKnown) page.add(record, trail.afterOdd(digest));
				continue;
			}
			const order = place === undefined ? 0 : places!.order(place);
			// The request may give some of what is before the place.
			if (order < from || this.known.has(identity)) continue;
			if (order === from && this.delivered.take(digest)) continue;
			page.add(record, place === undefined ? '' : trail.after(place, order, digest));
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
		const found = records.map((record) => places.of(record)).filter((each) => each !== undefined);
		if (!isSorted(found, places)) throw unsorted(this.list.name);
		const last = found.at(-1);
		if (last === undefined) {
			// Nothing of it can be entered at.
			this.know(records);
			this.page++;
			return this.asking(this.page);
		}
		const leadsOn = this.entered === undefined || places.order(last) > places.order(this.entered);
		if (leadsOn) {
			this.entered = last;
			this.known = new Set();
			this.size = this.usualSize;
			this.begun = 0;
		}
		this.know(records.filter((record) => (places.of(record) ?? last) === last));
		const { mostPerPage } = this;
		const isFull = this.page === 1 && records.length >= this.size;
		if (!leadsOn && !(isFull && this.size < mostPerPage)) {
			this.page++;
			return this.asking(this.page);
		}
		// One answer is a picture of one moment, several are not: all of a place at once, if possible.
		if (!leadsOn) {
			this.begun = records.length;
			this.size = Math.min(mostPerPage, this.size * GROWTH);
		}
		this.page = 1;
		this.passed = 0;
		return this.asking(1);
	}

	private know(records: readonly R[]): void {
		for (const record of records) this.known.add(this.list.identity(record));
	}

	/** A vendor that ignores the number would be asked for ever. */
	private checkProgress({ records, total }: NumberedList<R>): void {
		const ends = [records[0], records.at(-1)].map((each) => this.id(each));
		// Where more has come in, the same records may have moved on to this page.
		const answer = [records.length, total, ...ends].join(' ');
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
		const canAskForLess = this.canBeLess && lessThan(this.size) !== undefined;
		return { path, query: { ...query, ...numbers }, canAskForLess };
	}
}

function isSorted<R>(places: readonly string[], { order }: Places<R>): boolean {
	const orders = places.map(order);
	return orders.every((each, index) => index === 0 || each >= orders[index - 1]!);
}

const unsorted = (name: string) =>
	new UserError(`The list of ${name} is not sorted as it was asked for`, {
		description:
			'While records leave it, it can be read to its end only in order of time. Ask for less, with a Limit of one page, or look for a newer version of this package.',
	});
