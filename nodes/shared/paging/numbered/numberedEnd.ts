import type { IDataObject } from 'n8n-workflow';
import { hasGap, type PageRequest } from '../../feed';
import type { NumberedList } from './numberedList';
import type { NumberedPages } from './numberedPages';
import type { ShortPage } from './pageLengths';

type Answer = NumberedList<unknown>;

/** Ways out that are taken once each, where the list seems to end before its count. */
type WayOut = 'wentBack' | 'restarted' | 'looked' | 'askedAgain' | 'askedLast';

/**
 * The end of a list with numbered pages: a short page where all totals agree with what was read, else
 * one that is empty, or not there. Where more is counted, pages that were short are read again, and the
 * last counted page is looked at, and the last counted place.
 */
export class NumberedEnd {
	/** What the next answer shows, where it is not to be read on. */
	look: ((answer: Answer) => PageRequest | undefined) | undefined;
	private readonly taken = new Set<WayOut>();

	/** @param name of the list, for messages */
	constructor(
		private readonly name: string,
		private readonly at: Omit<NumberedPages<IDataObject>, 'entry' | 'read' | 'readMissing'>,
	) {}

	/** Whether pages are read for the second time. */
	get wentBack(): boolean {
		return this.taken.has('wentBack') || this.taken.has('askedLast');
	}

	/**
	 * Whether this is the last page: only if fewer rows came than asked, the page count is reached, and
	 * the total is. Each alone is unreliable: totals may mean "remaining", pages may be capped. A capped
	 * page whose totals describe only itself is indistinguishable from the end.
	 */
	isLast({ records, pages, total }: Answer): boolean {
		const { page, size, passed } = this.at;
		return records.length < size && pages !== undefined && pages <= page && total === passed;
	}

	/** Whether a page that is not there is behind the last one, where all totals agree with what was read. */
	isBehind(): boolean {
		const { page, passed, said } = this.at;
		const { pages = Infinity, total } = said;
		return !this.look && page > 1 && pages < page && total === passed;
	}

	/** What to ask at an empty page: nothing, unless more is counted than was read. */
	atEmpty({ pages = 0, total = this.at.repeats.total }: Omit<Answer, 'records'>) {
		const { at, taken } = this;
		const { page, passed, size } = at;
		const { before, firstShort } = at.lengths;
		if ((total ?? 0) <= passed && pages <= page) return undefined;
		if (firstShort) return this.goBack(firstShort, total);
		const last = Math.max(pages, Math.ceil((total ?? 0) / size));
		if (last > page && !taken.has('looked')) {
			this.look = (answer) => this.behindLast(answer);
			return at.asking(last);
		}
		if (last === page && this.takes('askedAgain')) return at.asking(page);
		if (page > 1 && before < size && this.takes('askedLast')) {
			return at.goBackTo({ page: page - 1, passed: passed - before });
		}
		return this.lookAtLastPlace(total);
	}

	private takes(way: WayOut): boolean {
		const isNew = !this.taken.has(way);
		this.taken.add(way);
		return isNew;
	}

	private goBack(short: ShortPage, total: number | undefined): PageRequest {
		const { at } = this;
		if (this.takes('wentBack')) return at.goBackTo(short);
		// What was counted of a list that grew meanwhile is right only from its first page on.
		if (this.takes('restarted')) return at.goBackTo({ page: 1, passed: 0 });
		throw hasGap(
			this.name,
			`Page ${short.page} has ${short.length}, where ${at.size} were asked for. In all, ${at.passed} came, and the service counts ${total}.`,
		);
	}

	/** What to ask once the last counted page was looked at: what is before it, or what else it may be. */
	private behindLast(answer: Answer): PageRequest | undefined {
		const { page, passed } = this.at;
		const { length } = answer.records;
		if (length === 0) {
			this.taken.add('looked');
			return this.atEmpty(answer);
		}
		if (this.takes('askedAgain')) return this.at.asking(page);
		throw hasGap(
			this.name,
			`Page ${page} is empty, and a later one has ${length}. In all, ${passed} came, and the service counts ${answer.total ?? answer.pages}.`,
		);
	}

	/**
	 * Looks at the place of the last counted record: a total that is too high has nothing there, a page
	 * that was cut short has. What has come in since the list was entered is no gap.
	 */
	private lookAtLastPlace(counted = 0): PageRequest | undefined {
		const { passed, said, countedAtEntry = counted } = this.at;
		const last = Math.min(said.total ?? counted, countedAtEntry);
		if (last <= passed) return undefined;
		this.look = ({ records }) => {
			if (records.length === 0) return undefined;
			throw hasGap(
				this.name,
				`It ends after ${passed} of ${last} that the service counts, and place ${last} is not empty.`,
			);
		};
		return this.at.asking(last, 1);
	}
}
