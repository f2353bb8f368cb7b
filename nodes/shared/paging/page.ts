import { UserError } from 'n8n-workflow';
import type { Page, PageRead, Pager, PageRequest } from '../feed';
import { quoted } from '../values/typedValue';
import type { Place } from './resumeCursor';

/** The most pages that are asked for before the one before them was read. */
export const MOST_EXPECTED = 8;

/** Records, each with the cursor behind it, whatever way the list pages. */
export class RecordPage<R> implements Page<R> {
	readonly records: R[] = [];
	private readonly places: Place[] = [];
	/** Sparse: rows that are equal in every field are rare. */
	private readonly ordinals = new Map<number, number>();

	/** @param end the cursor behind the page, also where it is empty; absent: there is none */
	constructor(private readonly end?: string) {}

	/** @param place behind the record; '' where no cursor leads there */
	add(record: R, place: Place, ordinal = 1): void {
		if (ordinal > 1) this.ordinals.set(this.records.length, ordinal);
		this.records.push(record);
		this.places.push(place);
	}

	/** Puts the place behind the last record further on. */
	extend(place: Place): void {
		if (this.places.length > 0) this.places[this.places.length - 1] = place;
	}

	ordinal(index: number): number {
		return this.ordinals.get(index) ?? 1;
	}

	cursorAfter(index: number): string {
		const place = this.places[index]!;
		return typeof place === 'string' ? place : place();
	}

	endCursor(): string | undefined {
		return this.end;
	}
}

/** A page of records that no cursor leads behind. */
export function pageOf<R>(records: readonly R[]): RecordPage<R> {
	const page = new RecordPage<R>();
	for (const record of records) page.add(record, '');
	return page;
}

/** No records, and what to ask instead: where records have moved, or an answer is in doubt. */
export const inDoubt = <R>(next: PageRequest | undefined): PageRead<R> => ({
	...{ page: new RecordPage<R>(), next, moved: true },
});

/**
 * Checks what a user typed to continue after; nothing is the beginning of the list.
 * @param example of a cursor, for messages
 */
export const cursorCheck =
	(isCursor: (typed: string) => boolean, example: string) =>
	(typed: string, name: string): void => {
		if (typed !== '' && !isCursor(typed)) throw notACursor(typed, name, example);
	};

/** A pager whose answers are worked on once they are read. */
export const withReads = <R>(
	pager: Pager<R>,
	change: (read: PageRead<R>) => PageRead<R>,
): Pager<R> => ({
	first: pager.first,
	read: (answer) => change(pager.read(answer)),
	readMissing() {
		const read = pager.readMissing?.();
		return read && change(read);
	},
	askForLess: () => pager.askForLess?.(),
});

/** Said where what a user typed to continue after is no cursor, in whatever way the list pages. */
export function notACursor(typed: string, list: string, example: string): UserError {
	return new UserError(`${quoted(typed)} is no cursor of the list of ${list}`, {
		description: `Continue After takes a cursor that an earlier run gave for the same list, unchanged, such as "${example}". Leave it empty to begin at the beginning.`,
	});
}

/** Said where the record that a cursor leads behind is not found, in whatever way the list pages. */
export class PlaceIsGone extends UserError {
	constructor(list: string) {
		super(`The place to continue after is no longer in the list of ${list}`, {
			description:
				'The record that the cursor stands for was removed. Read the list from the beginning.',
		});
	}
}

export const placeIsGone = (list: string) => new PlaceIsGone(list);
