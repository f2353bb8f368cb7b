import type { IDataObject } from 'n8n-workflow';
import { certainNow, latestPossible } from '../../transport/clocks';
import type { Transport } from '../../transport/transport';
import type { Ledger, Occurrence } from '../seen/ledger';
import { newestUpTo } from '../source';
import type { FirstContact } from './firstContact';
import type { Place, Progress } from './state';
import type { WindowedList } from './windowedList';

/** A row, and what it tells that is new. */
export interface Judged {
	readonly row: IDataObject;
	/** n for the nth of rows that are equal. */
	readonly ordinal: number;
	/** Where the row stands; undefined where that cannot be read. */
	readonly stands: number | undefined;
	/** What was not met before … */
	readonly unmet: readonly Occurrence[];
	/** … and of that, what is to be emitted. */
	readonly news: readonly Occurrence[];
	/** The latest time in it that can be right; -Infinity where there is none. */
	readonly newest: number;
}

interface Reading {
	readonly kind: 'near' | 'far';
	readonly place: Place;
	readonly progress: Progress;
}

/** Decides what of the rows of one answer is new. Changes nothing. */
export class Judge {
	/** What is dated later is dated wrongly. */
	private readonly possible: number;
	/** Nothing is later than this. */
	private readonly certain: number;

	constructor(
		private readonly list: WindowedList,
		transport: Transport,
		private readonly ledger: Ledger,
		private readonly contact: FirstContact,
		private readonly reading: Reading,
	) {
		this.possible = list.clock.latest(latestPossible(transport));
		this.certain = list.clock.latest(certainNow(transport));
	}

	/** @param isWanted whether the row is asked for: one that is not still shows how far the list goes */
	judge(row: IDataObject, ordinal: number, isWanted = true): Judged {
		const { list, ledger, contact, reading } = this;
		const stands = list.standsAt(row);
		const isBefore = stands !== undefined && stands < (reading.place.start ?? -Infinity);
		const occurrences = isBefore || !isWanted ? [] : list.occurrences(row);
		const told = occurrences.map((each) => this.rightly(each));
		const unmet = told.filter(
			(each) => !this.isPassed(each, stands) && !ledger.has(each.key, ordinal),
		);
		const isFirst = reading.progress.swept === undefined;
		const news = isFirst ? unmet.filter(({ at }) => !contact.wasThere(at, stands)) : unmet;
		return { row, ordinal, stands, unmet, news, newest: this.newestOf(told, stands) };
	}

	/** What is dated later than it can be counts as undated. */
	private rightly(occurrence: Occurrence): Occurrence {
		const { at = -Infinity } = occurrence;
		return at > this.possible ? { ...occurrence, at: undefined } : occurrence;
	}

	/** Whether it is too old, or may be forgotten. */
	private isPassed(occurrence: Occurrence, stands: number | undefined): boolean {
		const { at } = occurrence;
		const { kind, place, progress } = this.reading;
		if (at !== undefined && at < (place.floor ?? -Infinity)) return true;
		if (!this.ledger.mayBeForgotten(occurrence, stands)) return false;
		if (at === undefined || (kind === 'far' && this.list.farEvery > 0)) return true;
		// Rows newer than the last complete reading cannot have been emitted before this one, so they pass
		// even if memory overflowed during this reading.
		return progress.newest !== undefined && at <= progress.newest;
	}

	private newestOf(told: readonly Occurrence[], stands: number | undefined): number {
		return newestUpTo(this.certain, [stands, ...told.map(({ at }) => at)]);
	}
}
