import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { askOncePerRun } from './askOncePerRun';
import { certainNow } from '../transport/clocks';
import { cancelSignal } from '../transport/context';
import type {
	Join,
	Feed,
	FieldReader,
	HappenedAt,
	Filter,
	Page,
	Present,
	Tables,
	ToEvents,
} from '../feed';
import { continueAfter, fieldReader, limitOf, minutes, wantsEvents } from '../params';
import { connectForItem, toldForItem } from './operation';
import type { Connection } from '../transport/connection';
import { mapConcurrently } from './mapConcurrently';
import { tablesOf } from './table';
import type { Vendor } from '../vendor';
import { walk } from '../paging/walk';

/** What takes what is read. */
export interface Sink<R> {
	/**
	 * @param outputs what the record comes to: itself, or its events, which belong together
	 * @param record as the vendor gave it, completed
	 * @param place of the record, for `cursorAfter` of the reading
	 */
	take(outputs: IDataObject[], record: R, place: number): void;
	/** Behind each answer of the vendor; while it works, the next ones are on their way. */
	pageRead?(): Promise<void>;
}

/** One reading of a list, for one input item, as its fields ask for it. */
export class Reading<R extends IDataObject> {
	private connection: Connection | undefined;
	private limit = Infinity;
	private given = 0;
	private keep: Filter<R> | undefined;
	private toEvents: ToEvents<R> | undefined;
	private present: Present<R> | undefined;
	private completion: Join<R> | undefined;
	private enrich: ((record: R) => Promise<R>) | undefined;
	private tables: Tables = {};
	/** Where the list ends before records that are newer than this, as `happenedAt` has it. */
	private newest: string | undefined;
	private happenedAt: HappenedAt<R> | undefined;
	/** The place behind the last page, or the one that the reading began at. */
	private behind = '';
	/** The cursor that the reading begins at; '' is the beginning of the list. */
	beginning = '';
	/** The page that is given out, and the record of it that was taken last. */
	private page: Page<R> | undefined;
	private place = -1;

	constructor(
		private readonly context: IExecutePaginationFunctions,
		private readonly vendor: Vendor,
		private readonly feed: Feed<R>,
	) {}

	/** The place behind the last record that was taken; '' at the beginning, and where there are none. */
	get cursor(): string {
		return this.cursorAfter(this.place);
	}

	/** @returns the fields of the input item */
	async begin(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<FieldReader> {
		// Before all that may fail: nothing is read yet.
		this.beginning = this.behind = continueAfter(fieldReader(this.context, {}));
		const { connection, fields } = await connectForItem(this.context, this.vendor, requestData);
		this.connection = connection;
		return fields;
	}

	/** Reads until the limit or the end of the list. @param fields as `begin` gave them */
	async into(sink: Sink<R>, fields: FieldReader): Promise<void> {
		const { context, feed } = this;
		const connection = this.connection!;
		const signal = cancelSignal(context);
		this.limit = limitOf(fields);
		const asEvents = wantsEvents(fields);
		this.toEvents = asEvents ? feed.toEvents?.(fields) : undefined;
		this.keep = feed.filter?.(fields);
		this.present = asEvents ? undefined : feed.present?.(fields);
		this.completion = feed.completion?.(fields);
		const minAge = minutes(fields, 'options.minAge', 'Minimum Age in Minutes');
		this.happenedAt = minAge > 0 ? feed.happenedAt?.(fields) : undefined;
		feed.checkCursor?.(this.behind);
		const pager = feed.open(fields, this.behind);
		const enrich = feed.enrichment?.(fields);
		if (enrich) {
			const ask = askOncePerRun(context, connection, signal);
			this.enrich = async (record) => await enrich(record, ask);
		}
		if (this.completion) {
			this.tables = await tablesOf(this.completion, connection, fields, signal);
		}
		const walking = walk(pager, connection, { name: feed.name, limit: this.limit, signal });
		for await (const page of walking) {
			this.newest ??= timeBefore(certainNow(connection), minAge);
			const isFull = this.give(page, await this.enriched(page), sink);
			await sink.pageRead?.();
			if (isFull) return;
		}
		for (const record of this.completion?.rest?.(this.tables) ?? []) {
			if (this.giveRecord(record, 1, sink, -1)) return;
		}
	}

	/** The same error, as n8n shows it. */
	told(error: Error, addition: string): NodeApiError | NodeOperationError {
		return toldForItem(this.context, this.connection, error, addition);
	}

	/** Those records of a page that will be given out, completed, by their place; none to complete. */
	private async enriched({ records }: Page<R>): Promise<ReadonlyMap<number, R> | undefined> {
		const { enrich, keep, limit, given } = this;
		if (!enrich) return undefined;
		const places = [...records.keys()].filter((place) => !keep || keep(records[place]!));
		const wanted = places.slice(0, limit - given);
		const most = this.connection?.requestsAtOnce ?? 1;
		const whole = await mapConcurrently(
			wanted,
			most,
			async (place) => await enrich(records[place]!),
		);
		return new Map(wanted.map((place, index) => [place, whole[index]!]));
	}

	/**
	 * @param enriched records of the page that were completed
	 * @returns whether the limit is reached, or what is too new
	 */
	private give(
		page: Page<R>,
		enriched: ReadonlyMap<number, R> | undefined,
		sink: Sink<R>,
	): boolean {
		const { keep } = this;
		const { length } = page.records;
		this.page = page;
		this.place = -1;
		for (let index = 0; index < length; index++) {
			const record = page.records[index]!;
			if (this.isTooNew(record)) return true;
			if (keep && !keep(record)) continue;
			const whole = enriched?.get(index) ?? record;
			if (this.giveRecord(whole, page.ordinal(index), sink, index)) return true;
		}
		this.behind = page.endCursor?.() ?? this.cursorAfter(length - 1);
		this.page = undefined;
		this.place = -1;
		return false;
	}

	/**
	 * @param place of the record in its page; -1 where it is of none
	 * @returns whether the limit is reached
	 */
	private giveRecord(record: R, ordinal: number, sink: Sink<R>, place: number): boolean {
		const { completion, tables, toEvents, present, limit } = this;
		const whole = completion ? completion.complete(record, tables) : record;
		const outputs = toEvents
			? (toEvents(whole, ordinal) as unknown as IDataObject[])
			: [present ? present(whole) : whole];
		// The events of a record stay together, so that the last cursor of a run leads on.
		if (this.given > 0 && this.given + outputs.length > limit) return true;
		sink.take(outputs, whole, place);
		this.place = place;
		this.given += outputs.length;
		return this.given >= limit;
	}

	/** All that comes behind it is, too: the field is there only where the list ascends by time. */
	private isTooNew(record: R): boolean {
		const time = this.happenedAt?.(record) ?? '';
		return time > this.newest!;
	}

	/** The place behind a record of the page at hand, or behind the page before. */
	cursorAfter(place: number): string {
		const { page, feed } = this;
		return page && place >= 0 && feed.checkCursor ? page.cursorAfter(place) : this.behind;
	}
}

const timeBefore = (time: number, ms: number) => new Date(Math.max(0, time - ms)).toISOString();
