import type { IDataObject } from 'n8n-workflow';
import { hasGap } from '../../feed';
import type { NumberedPages } from './numberedPages';

/** A page that others follow although it is not full, and how many records came before it. */
export interface ShortPage {
	readonly page: number;
	readonly passed: number;
	readonly length: number;
}

/**
 * The lengths of pages that are read one after the other, in one size. One that is shorter than a page
 * behind it was cut, and what was left out is on no other page: it is asked for again, once.
 */
export class PageLengths {
	/** The length of the page before; 0 where nothing is known of it. */
	before = 0;
	private longest = 0;
	/** The first page that others follow although it is not full. */
	firstShort: ShortPage | undefined;
	/** The short page that was asked for again since a longer one came behind it. */
	again = 0;

	/** @param name of the list, for messages */
	constructor(
		private readonly name: string,
		private readonly at: Pick<NumberedPages<IDataObject>, 'page' | 'passed' | 'size' | 'said'>,
	) {}

	/**
	 * Whether the page before was short, as this one shows.
	 * @throws UserError where this one was asked for again, and is as short as before
	 */
	isBehindShort(length: number): boolean {
		const { page, passed, size, said } = this.at;
		const { before } = this;
		const longest = Math.max(this.longest, length);
		if (this.again === page) {
			this.again = 0;
			if (length < longest) {
				const counted =
					said.total === undefined ? '' : `, and the service counts ${said.total} in all`;
				throw hasGap(
					this.name,
					`Page ${page} has ${length}, where ${size} were asked for; another page has ${longest}${counted}.`,
				);
			}
		}
		if (before > 0 && before < size) {
			this.firstShort ??= { page: page - 1, passed: passed - before, length: before };
		}
		return before > 0 && before < longest;
	}

	measure(length: number): void {
		this.before = length;
		this.longest = Math.max(this.longest, length);
	}

	/** @param length of the page behind the short one */
	askAgain(page: number, length: number): void {
		this.again = page;
		this.longest = Math.max(this.longest, length);
	}

	goBack(): void {
		this.before = 0;
		this.firstShort = undefined;
	}

	/** They tell nothing of pages of another size, or of another place. */
	forget(): void {
		this.goBack();
		this.longest = this.again = 0;
	}
}
