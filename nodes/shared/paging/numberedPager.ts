import { type IDataObject, UserError } from 'n8n-workflow';
import {
	hasGap,
	type ListIdentity,
	type Page,
	type PageAnswer,
	type PageRead,
	type PageRequest,
	type Pager,
	notAdvancing,
} from '../feed';
import { halfPage, reducible } from './halfPage';
import { MOST_EXPECTED, RecordPage } from './page';
import { Trail } from './trail';
import type { PageNumbers, NumberedList, NumberedReading, Places } from './numberedList';
import { Delivered, digestOf, parseCursor } from './resumeCursor';

/** How much more is asked for at once where a page holds one place only. */
const GROWTH = 4;

/** A page that came short, and how much of the list was read before it. */
interface ShortPage {
	readonly page: number;
	readonly passed: number;
	readonly length: number;
}

/**
 * Reads page after page, or from place to place. What was given out is dropped by its ID.
 *
 * The list ends at a short page where all totals agree with what was read, else at one that is empty, or
 * not there. Where more is counted, the last counted page is looked at, and the last counted place. A
 * page that repeats what was read, or is short although others follow it, is asked for again.
 */
export class NumberedPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	/** Where the present request enters the list; undefined: at its beginning. */
	private entered: string | undefined;
	/** What is not given out again: at the place entered, or in all, where nothing leads back. */
	private known = new Set<string>();
	/** What an earlier walk emitted at the place that it ended at. */
	private readonly delivered = new Delivered();
	/** The way that the records came, for the cursors. */
	private readonly trail: Trail;
	private page = 1;
	private size: number;
	private usualSize: number;
	/** The largest page that the vendor is not too slow for. */
	private mostPerPage: number;
	/** How much of a place was read before more was asked for at once. */
	private begun = 0;
	/** How many records came since the list was entered there. */
	private passed = 0;
	/** How many records there were when the last answer was made. */
	private total: number | undefined;
	/** The page that was asked for again. */
	private again = 0;
	/** What the last answer with records counted. */
	private said: Pick<NumberedList<R>, 'pages' | 'total'> = { pages: undefined, total: undefined };
	/** The total at first, and how many records came on pages that brought nothing new. */
	private totalAtFirst: number | undefined;
	private repeated = 0;
	/** How many of the repeated records the last page had. */
	private repeatedHere = 0;
	/** How many records there were when the list was entered there. */
	private countedAtEntry: number | undefined;
	/** The length and the ends of the page before. */
	private before = '';
	/** The lengths of the page before and of the longest one, both of this size. */
	private lengthBefore = 0;
	private longest = 0;
	/** The first page that others follow although it is not full. */
	private firstShort: ShortPage | undefined;
	/** The short page that was asked for again since a longer one came behind it. */
	private shortAgain: ShortPage | undefined;
	/** Whether the next answer only shows if the last counted page is empty, or the last counted place. */
	private isLooking = false;
	/** The total that the place is the last of, while it is looked at. */
	private lastPlace: number | undefined;
	/** What was done where the list seemed to end before its count. */
	private readonly done = new Set<
		'wentBack' | 'restarted' | 'looked' | 'askedAgain' | 'askedLast'
	>();

	constructor(
		private readonly list: PageNumbers<R> & ListIdentity<R>,
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

	read({ body, headers }: PageAnswer): PageRead<R> {
		const answer = this.list.read(body, headers);
		const { records } = answer;
		const { length } = records;
		const { isUnsteady, places } = this.reading;
		if (this.isLooking) return this.inDoubt(this.looked(answer));
		if (this.mayHideSome(answer)) return this.inDoubt(this.asking(this.page));
		if (length > 0 && this.isBehindShort(length)) return this.inDoubt(this.askShortAgain(length));
		const page = this.pageOf(records);
		this.passed += length;
		if (length === 0) {
			const next = this.nextAtEnd(answer);
			return { page, next, moved: next !== undefined };
		}
		this.said = answer;
		this.countedAtEntry ??= answer.total;
		this.measure(length);
		if (this.isLast(answer)) return { page, next: undefined };
		const isEntering = isUnsteady && places !== undefined;
		if (isEntering) {
			return { page, next: this.goOn(records, places) };
		}
		this.know(records);
		this.page++;
		// Where a page brought nothing new, nobody knows what the next ones bring.
		const expected = page.records.length > 0 ? this.expected(answer) : [];
		return { page, next: this.asking(this.page), expected };
	}

	/** It ends the list behind its last page, where all totals agree with what was read. */
	readMissing(): PageRead<R> | undefined {
		const { pages = Infinity, total } = this.said;
		const isBehind = !this.isLooking && this.page > 1 && pages < this.page;
		if (!isBehind || total !== this.passed) return undefined;
		return { page: new RecordPage(), next: undefined };
	}

	private inDoubt(next: PageRequest | undefined): PageRead<R> {
		return { page: new RecordPage(), next, moved: true };
	}

	/**
	 * Whether a page has to be asked for again. Pages are asked for a few at once: an answer that knows
	 * of less records than the one before it is the older of the two, and what has come in between them
	 * may have moved records from that page to this one. An answer that brings nothing new may be one
	 * to another page.
	 * @throws UserError where it brings nothing new once more
	 */
	private mayHideSome({ records, total }: NumberedList<R>): boolean {
		const { isUnsteady } = this.reading;
		if (isUnsteady && this.page === 1) {
			this.before = '';
			return false;
		}
		const before = this.total;
		// Where it is the length of the answer, it may count no more than that.
		if (total !== records.length) this.total = total;
		const isOlder =
			!isUnsteady && this.total !== undefined && before !== undefined && this.total < before;
		const isReread = this.shortAgain?.page === this.page || this.wentBack;
		const isKnown = !isReread && records.length > 0 && this.bringsNothing(records);
		this.totalAtFirst ??= total;
		if ((isOlder || isKnown) && this.again !== this.page) {
			this.again = this.page;
			return true;
		}
		if (isKnown && !this.haveMoved(records.length)) {
			throw notAdvancing(this.list.name, [`page ${this.page - 1}`]);
		}
		this.repeatedHere = isKnown ? records.length : 0;
		return false;
	}

	/** Whether pages are read for the second time. */
	private get wentBack(): boolean {
		return this.done.has('wentBack') || this.done.has('askedLast');
	}

	/** Whether as many came in that records which were given out may have moved on to this page. */
	private haveMoved(length: number): boolean {
		this.repeated += length;
		return (this.total ?? 0) - (this.totalAtFirst ?? Infinity) >= this.repeated;
	}

	/**
	 * Whether a page shows only what is known. Pages of a place may hold only what precedes it:
	 * there, the same page must not come twice.
	 */
	private bringsNothing(records: readonly R[]): boolean {
		const { list, known, reading, before } = this;
		const ends = [records[0]!, records.at(-1)!].map((each) => list.identity(each));
		this.before = [records.length, ...ends].join(' ');
		if (reading.isUnsteady) return this.before === before;
		return records.every((each) => known.has(list.identity(each)));
	}

	/** Whether the page before was short, as this one shows. */
	private isBehindShort(length: number): boolean {
		const { page, lengthBefore, passed, size } = this;
		const longest = Math.max(this.longest, length);
		const { shortAgain } = this;
		if (shortAgain?.page === page) {
			this.shortAgain = undefined;
			if (length < longest || length < shortAgain.length) throw this.gap(page, length, longest);
		}
		if (page === 1 || lengthBefore === 0) return false;
		if (lengthBefore < size) {
			this.firstShort ??= { page: page - 1, passed: passed - lengthBefore, length: lengthBefore };
		}
		return lengthBefore < longest;
	}

	/** @param length of the page behind it */
	private askShortAgain(length: number): PageRequest {
		this.page--;
		this.passed -= this.lengthBefore;
		// It comes once more, behind the short one.
		this.repeated -= this.repeatedHere;
		this.shortAgain = { page: this.page, passed: this.passed, length };
		this.longest = Math.max(this.longest, length);
		this.firstShort = undefined;
		this.lengthBefore = 0;
		return this.asking(this.page);
	}

	private gap(page: number, length: number, other: number) {
		const { total } = this.said;
		const counted = total === undefined ? '' : `, and the service counts ${total} in all`;
		return hasGap(
			this.list.name,
			`Page ${page} has ${length}, where ${this.size} were asked for; another page has ${other}${counted}.`,
		);
	}

	/** They tell nothing of pages of another size, or of another place. */
	private forgetLengths(): void {
		this.lengthBefore = this.longest = 0;
		this.firstShort = this.shortAgain = undefined;
	}

	private measure(length: number): void {
		this.lengthBefore = length;
		this.longest = Math.max(this.longest, length);
	}

	/** What to ask at an empty page: nothing, unless more is counted than was read. */
	private nextAtEnd({ pages = 0, total = this.total }: NumberedList<R>): PageRequest | undefined {
		const { page, passed, size, done, firstShort, lengthBefore } = this;
		if ((total ?? 0) <= passed && pages <= page) return undefined;
		if (firstShort) {
			if (done.has('restarted')) {
				throw hasGap(
					this.list.name,
					`Page ${firstShort.page} has ${firstShort.length}, where ${size} were asked for. In all, ${passed} came, and the service counts ${total}.`,
				);
			}
			const isSecond = done.has('wentBack');
			done.add(isSecond ? 'restarted' : 'wentBack');
			this.firstShort = undefined;
			// What was counted of a list that grew meanwhile is right only from its first page on.
			return this.goBackTo(isSecond ? { page: 1, passed: 0 } : firstShort);
		}
		const last = Math.max(pages, Math.ceil((total ?? 0) / size));
		if (last > page && !done.has('looked')) {
			this.isLooking = true;
			return this.asking(last);
		}
		if (last === page && !done.has('askedAgain')) {
			done.add('askedAgain');
			return this.asking(page);
		}
		if (page > 1 && lengthBefore < size && !done.has('askedLast')) {
			done.add('askedLast');
			return this.goBackTo({ page: page - 1, passed: passed - lengthBefore });
		}
		return this.lookAtLastPlace(total);
	}

	/**
	 * Looks at the place of the last counted record: a total that is too high has nothing there, a page
	 * that was cut short has. What has come in since the list was entered is no gap.
	 */
	private lookAtLastPlace(counted = 0): PageRequest | undefined {
		const { passed, said, countedAtEntry = counted } = this;
		const last = Math.min(said.total ?? counted, countedAtEntry);
		if (last <= passed) return undefined;
		this.isLooking = true;
		this.lastPlace = last;
		return this.asking(last, 1);
	}

	private goBackTo({ page, passed }: Pick<ShortPage, 'page' | 'passed'>): PageRequest {
		this.page = page;
		this.passed = passed;
		this.lengthBefore = 0;
		return this.asking(page);
	}

	/** What to ask once the last counted page was looked at: what is before it, or what else it may be. */
	private looked(answer: NumberedList<R>): PageRequest | undefined {
		const { done, page, passed, lastPlace } = this;
		this.isLooking = false;
		this.lastPlace = undefined;
		if (lastPlace !== undefined) {
			if (answer.records.length === 0) return undefined;
			throw hasGap(
				this.list.name,
				`It ends after ${passed} of ${lastPlace} that the service counts, and place ${lastPlace} is not empty.`,
			);
		}
		if (answer.records.length === 0) {
			done.add('looked');
			return this.nextAtEnd(answer);
		}
		if (done.has('askedAgain')) {
			throw hasGap(
				this.list.name,
				`Page ${page} is empty, and a later one has ${answer.records.length}. In all, ${passed} came, and the service counts ${answer.total ?? answer.pages}.`,
			);
		}
		done.add('askedAgain');
		return this.asking(page);
	}

	askForLess(): PageRequest | undefined {
		const less = halfPage(this.size);
		if (less === undefined || !this.canBeLess) return undefined;
		// Some of what precedes the place may come again.
		const begun = Math.max(this.begun, (this.page - 1) * this.size);
		this.size = this.mostPerPage = less;
		this.usualSize = Math.min(this.usualSize, less);
		this.page = Math.floor(begun / less) + 1;
		this.passed = (this.page - 1) * less;
		this.forgetLengths();
		this.isLooking = false;
		this.lastPlace = undefined;
		return this.asking(this.page);
	}

	/**
	 * Whether smaller pages may be asked for: of a list that moves, pages are pictures of different
	 * moments.
	 */
	private get canBeLess(): boolean {
		const { isUnsteady, places } = this.reading;
		return !isUnsteady || places !== undefined;
	}

	/** What was not given out yet. */
	private pageOf(records: readonly R[]): Page<R> {
		const { list, trail, entered } = this;
		const { places } = this.reading;
		const from = places && entered !== undefined ? places.order(entered) : -Infinity;
		const page = new RecordPage<R>();
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
	 * Whether this is the last page: only if fewer rows came than asked, the page count is reached, and
	 * the total is. Each alone is unreliable: totals may mean "remaining", pages may be capped. A capped
	 * page whose totals describe only itself is indistinguishable from the end.
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
			const isCut = records.length < this.size && (this.said.total ?? 0) > records.length;
			// The next page begins where this one was cut.
			if (this.page === 1 && isCut) this.size = records.length;
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
		this.again = 0;
		this.countedAtEntry = undefined;
		this.forgetLengths();
		return this.asking(1);
	}

	private know(records: readonly R[]): void {
		for (const record of records) this.known.add(this.list.identity(record));
	}

	/** The pages after the next one, if all stays as it is. */
	private expected({ records, total = 0 }: NumberedList<R>): PageRequest[] {
		const left = records.length < this.size ? 0 : (total - this.passed) / this.size;
		const length = Math.min(MOST_EXPECTED, Math.max(0, Math.ceil(left) - 1));
		return Array.from({ length }, (_, index) => this.asking(this.page + 1 + index));
	}

	private asking(page: number, size = this.size): PageRequest {
		const { parameters } = this.list;
		const { request, places } = this.reading;
		const entering = places && this.entered !== undefined;
		const { path, query } = entering ? places.enter(request, this.entered!) : request;
		const numbers = { [parameters.page]: String(page), [parameters.size]: String(size) };
		return {
			...{ path, query: { ...query, ...numbers } },
			reducible: this.canBeLess ? reducible(size) : undefined,
		};
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
