import type { IDataObject } from 'n8n-workflow';
import type { ListIdentity, Page, PageAnswer, PageRead, PageRequest, Pager } from '../../feed';
import { halfPage, reducible } from '../halfPage';
import { NumberedEnd } from './numberedEnd';
import { NumberedEntry } from './numberedEntry';
import type { NumberedList, NumberedReading, PageNumbers } from './numberedList';
import { inDoubt, MOST_EXPECTED, RecordPage } from '../page';
import { PageLengths } from './pageLengths';
import { RepeatedPages } from './repeatedPages';

/** What follows a page that is in order, and not the last one. */
type GoOn<R> = (answer: NumberedList<R>, page: Page<R>) => Pick<PageRead<R>, 'next' | 'expected'>;

/** Reads page after page. What makes a page doubtful, or the last one, is said by a rule of its own each. */
export class NumberedPages<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	readonly entry: NumberedEntry<R>;
	readonly lengths: PageLengths;
	readonly repeats: RepeatedPages<R>;
	private readonly end: NumberedEnd;
	/** The page that is asked for, from 1 on. */
	page = 1;
	/** How many records came before it since the list was entered. */
	passed = 0;
	size: number;
	/** What the last answer with records counted. */
	said: Pick<NumberedList<R>, 'pages' | 'total'> = { pages: undefined, total: undefined };
	/** How many records there were when the list was entered. */
	countedAtEntry: number | undefined;

	constructor(
		private readonly list: PageNumbers<R> & ListIdentity<R>,
		private readonly reading: NumberedReading<R>,
		after: string,
	) {
		this.size = reading.pageSize;
		this.entry = new NumberedEntry(list, reading.places, after);
		this.lengths = new PageLengths(list.name, this);
		this.repeats = new RepeatedPages(list, this.entry, reading.isUnsteady);
		this.end = new NumberedEnd(list.name, this);
		this.first = this.asking(1);
	}

	read({ body, headers }: PageAnswer, goOn: GoOn<R> = this.toNext): PageRead<R> {
		const answer = this.list.read(body, headers);
		const { lengths, end, page: number } = this;
		const { look } = end;
		if (look) {
			end.look = undefined;
			return inDoubt(look(answer));
		}
		const isReread = lengths.again === number || end.wentBack;
		if (this.repeats.mayHideSome(answer, number, isReread)) return inDoubt(this.asking(number));
		const { length } = answer.records;
		if (length > 0 && lengths.isBehindShort(length)) return inDoubt(this.askShortAgain(length));
		const page = this.entry.pageOf(answer.records);
		this.passed += length;
		if (length === 0) {
			const next = end.atEmpty(answer);
			return { page, next, moved: next !== undefined };
		}
		this.said = answer;
		this.countedAtEntry ??= answer.total;
		lengths.measure(length);
		return end.isLast(answer) ? { page, next: undefined } : { page, ...goOn(answer, page) };
	}

	readMissing(): PageRead<R> | undefined {
		return this.end.isBehind() ? { page: new RecordPage(), next: undefined } : undefined;
	}

	/** @param begun how many records were read already where the list is entered */
	askForLess(begun = 0): PageRequest | undefined {
		const less = halfPage(this.size);
		if (less === undefined || !this.canBeLess) return undefined;
		// Some of what precedes the place may come again.
		const read = Math.max(begun, (this.page - 1) * this.size);
		this.size = less;
		this.page = Math.floor(read / less) + 1;
		this.passed = (this.page - 1) * less;
		this.lengths.forget();
		this.end.look = undefined;
		return this.asking(this.page);
	}

	/** Asks for the first page, of that size, where the list is entered now. */
	askAnew(size: number): PageRequest {
		this.size = size;
		this.page = 1;
		this.passed = 0;
		this.countedAtEntry = undefined;
		this.repeats.again = 0;
		this.lengths.forget();
		return this.asking(1);
	}

	askNext(): PageRequest {
		return this.asking(++this.page);
	}

	/** @param to a page, and how many records came before it */
	goBackTo(to: { readonly page: number; readonly passed: number }): PageRequest {
		this.page = to.page;
		this.passed = to.passed;
		this.lengths.goBack();
		return this.asking(to.page);
	}

	asking(page: number, size = this.size): PageRequest {
		const { parameters } = this.list;
		const { path, query } = this.entry.requestOf(this.reading.request);
		const numbers = { [parameters.page]: String(page), [parameters.size]: String(size) };
		return {
			...{ path, query: { ...query, ...numbers } },
			reducible: this.canBeLess ? reducible(size) : undefined,
		};
	}

	/** @param length of the page behind it */
	private askShortAgain(length: number): PageRequest {
		const { page, passed, lengths } = this;
		this.repeats.takeBack();
		const short = { page: page - 1, passed: passed - lengths.before };
		lengths.askAgain(short.page, length);
		return this.goBackTo(short);
	}

	/**
	 * Whether smaller pages may be asked for: of a list that moves, pages are pictures of different
	 * moments.
	 */
	private get canBeLess(): boolean {
		return !this.reading.isUnsteady || this.reading.places !== undefined;
	}

	private readonly toNext: GoOn<R> = (answer, page) => {
		this.entry.know(answer.records);
		const next = this.askNext();
		// Where a page brought nothing new, nobody knows what the next ones bring.
		return { next, expected: page.records.length > 0 ? this.expected(answer) : [] };
	};

	/** The pages after the next one, if all stays as it is. */
	private expected({ records, total = 0 }: NumberedList<R>): PageRequest[] {
		const left = records.length < this.size ? 0 : (total - this.passed) / this.size;
		const length = Math.min(MOST_EXPECTED, Math.max(0, Math.ceil(left) - 1));
		return Array.from({ length }, (_, index) => this.asking(this.page + 1 + index));
	}
}
