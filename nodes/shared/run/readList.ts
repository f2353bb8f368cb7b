import type { IDataObject, IExecutePaginationFunctions } from 'n8n-workflow';
import type { Feed, FieldReader, Page } from '../feed';
import { readPages, type ReadPage } from '../paging/readPages';
import { continueAfter } from '../paging/cursorFields';
import { certainNow } from '../transport/clocks';
import type { Connection } from '../transport/connection';
import { cancelSignal } from '../transport/context';
import { askOncePerRun } from './askOncePerRun';
import { limitOf, minAge, wantsEvents } from './fields';
import { mapConcurrently } from './mapConcurrently';
import { tablesOf } from './table';

/** A record of a list, and what it comes to. */
export interface ReadRecord<R> {
	/** The record as it is presented, or its events, which belong together. */
	readonly outputs: IDataObject[];
	/** The record as the vendor gave it, completed. */
	readonly record: R;
	/** The cursor behind it; '' at the beginning, and where the list has none. */
	cursor(): string;
}

/** What an answer of the vendor brought; while it is worked on, the next ones are on their way. */
export interface ReadRecords<R> {
	/** To be read once, and before the next page is asked for. */
	readonly records: Iterable<ReadRecord<R>>;
	/** Once they are read, the cursor behind them, also where there are none. */
	cursor(): string;
}

/** What a list is read with: for one input item, as its fields ask for it. */
export interface ListRun {
	readonly context: IExecutePaginationFunctions;
	readonly connection: Connection;
	readonly fields: FieldReader;
}

/**
 * Reads a list until the limit or its end.
 * @throws UserError when a field holds what the vendor would not take
 * @throws NodeApiError when the vendor gives no usable answer
 */
export async function* readList<R extends IDataObject>(
	feed: Feed<R>,
	{ context, connection, fields }: ListRun,
): AsyncGenerator<ReadRecords<R>, void, undefined> {
	const signal = cancelSignal(context);
	const limit = limitOf(fields);
	const outputsOf = toOutputs(feed, fields);
	const join = feed.completion?.(fields);
	const age = minAge.in(fields);
	const happenedAt = age > 0 ? feed.happenedAt?.(fields) : undefined;
	const after = continueAfter.in(fields);
	feed.checkCursor?.(after);
	const pages = readPages(feed, fields, connection, { after, limit, signal });
	const enrich = feed.enrichment?.(fields);
	const ask = askOncePerRun(context, connection, signal);
	const tables = join ? await tablesOf(join, connection, fields, signal) : {};

	let emitted = 0;
	let isFull = false;
	/** The cursor behind the page before, and behind the last record that was emitted. */
	let behind = after;
	let last = () => after;
	/** Where the list ends before records that are newer than this: it ascends by time. */
	let newest: string | undefined;

	/** What a record comes to; undefined where the limit is reached before it. */
	function reached(record: R, ordinal: number): Omit<ReadRecord<R>, 'cursor'> | undefined {
		const whole = join ? join.complete(record, tables) : record;
		const outputs = outputsOf(whole, ordinal);
		// The events of a record stay together, so that the last cursor of a run leads on.
		isFull = emitted > 0 && emitted + outputs.length > limit;
		if (isFull) return undefined;
		emitted += outputs.length;
		isFull = emitted >= limit;
		return { outputs, record: whole };
	}

	function* recordsOf({ page, isWanted }: ReadPage<R>, enriched: Enriched<R>) {
		const { records } = page;
		const before = behind;
		last = () => before;
		for (let index = 0; index < records.length && !isFull; index++) {
			const record = records[index]!;
			isFull = newest !== undefined && (happenedAt?.(record) ?? '') > newest;
			if (isFull) return;
			if (!isWanted(index)) continue;
			const read = reached(enriched?.get(index) ?? record, page.ordinal(index));
			if (!read) return;
			last = () => cursorAfter(page, index, before);
			yield { ...read, cursor: last };
		}
	}

	const cursorAfter = (page: Page<R>, index: number, before: string) =>
		feed.checkCursor && index >= 0 ? page.cursorAfter(index) : before;

	for await (const read of pages) {
		const { page } = read;
		newest ??= happenedAt && timeBefore(certainNow(connection), age);
		const enriched =
			enrich &&
			(await enrichedOf(read, limit - emitted, connection.requestsAtOnce, async (record) =>
				enrich(record, ask),
			));
		const end = page.endCursor?.() ?? cursorAfter(page, page.records.length - 1, behind);
		yield { records: recordsOf(read, enriched), cursor: () => (isFull ? last() : end) };
		if (isFull) return;
		behind = end;
	}
	yield { records: rest(), cursor: () => behind };

	function* rest() {
		for (const record of join?.rest?.(tables) ?? []) {
			const read = reached(record, 1);
			if (read) yield { ...read, cursor: () => behind };
			if (isFull) return;
		}
	}
}

/** Turns a record into what the node gives for it. */
function toOutputs<R extends IDataObject>(
	feed: Feed<R>,
	fields: FieldReader,
): (record: R, ordinal: number) => IDataObject[] {
	const asEvents = wantsEvents(fields);
	const tell = asEvents ? feed.toEvents?.(fields) : undefined;
	if (tell) return (record, ordinal) => tell(record, ordinal) as unknown as IDataObject[];
	const present = asEvents ? undefined : feed.present?.(fields);
	return (record) => [present ? present(record) : record];
}

/** Records of a page that were completed by asking for them, by their index. */
type Enriched<R> = ReadonlyMap<number, R> | undefined;

/** Completes those records of a page that will be emitted. */
async function enrichedOf<R>(
	{ page: { records }, isWanted }: ReadPage<R>,
	room: number,
	requestsAtOnce: number,
	enrich: (record: R) => Promise<R>,
): Promise<Enriched<R>> {
	const wanted = [...records.keys()].filter(isWanted).slice(0, room);
	const whole = await mapConcurrently(wanted, requestsAtOnce, async (index) =>
		enrich(records[index]!),
	);
	return new Map(wanted.map((index, place) => [index, whole[place]!]));
}

const timeBefore = (time: number, ms: number) => new Date(Math.max(0, time - ms)).toISOString();
