import { type IDataObject, UserError } from 'n8n-workflow';
import {
	type FieldReader,
	type Headers,
	type ListIdentity,
	notAdvancing,
	type PageAnswer,
	type PageRead,
	type PageRequest,
	type Pager,
} from '../feed';
import { isDay } from '../values/moment';
import type { Paging } from './list';
import { cursorCheck, inDoubt, MOST_EXPECTED, RecordPage } from './page';
import { counting, digestOf, formatCursor, parseCursor } from './resumeCursor';

/** A day, `YYYY-MM-DD`. */
export type Day = string;

/** A list without pages, of which the vendor gives so many days at once, and what is in them whole. */
export interface DateWindows<R extends IDataObject> {
	/** The call, from the node's fields, without days. */
	request(fields: FieldReader): PageRequest;
	/** The query parameters that take the first day, and the one behind the last. */
	readonly parameters: { readonly from: string; readonly to: string };
	/**
	 * The first day that is asked for, and the one behind the last. Without the first, there is one
	 * request, and the vendor decides what it covers.
	 */
	period(fields: FieldReader): { readonly from?: Day | undefined; readonly to?: Day | undefined };
	/** How many days the vendor gives at once. */
	daysAtOnce(fields: FieldReader): number;
	read(body: unknown, headers: Headers): readonly R[];
	/** What the records of an answer are sorted by: the vendor's order is not known. */
	timeOf(record: R): string;
}

type Windowed<R extends IDataObject> = DateWindows<R> & ListIdentity<R>;

/** Pieces that are asked for by days. Records that are equal in their identity are counted. */
export const dateWindows = <R extends IDataObject>(options: DateWindows<R>): Paging<R> => ({
	open: (list, fields, after) => new WindowPager({ ...options, ...list }, fields, after),
	checkCursor: cursorCheck((typed) => {
		const [matched, place, beginning] = CURSOR.exec(typed) ?? [];
		const day = place ?? beginning;
		return matched !== undefined && (day === undefined || isDay(day));
	}, '2026-02-03~1a2b3c4d'),
});

/** A place behind a record, or the beginning of a window. */
const CURSOR = /^(?:(\d{4}-\d\d-\d\d)?~[0-9a-f]{8}|(\d{4}-\d\d-\d\d))$/;

const DAY_MS = 24 * 60 * 60 * 1_000;

export const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);
/** A day that is some days later, or earlier. */
export const daysLater = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * DAY_MS);

/** Reads window after window; the records of each are in order of time. */
class WindowPager<R extends IDataObject> implements Pager<R> {
	readonly first: PageRequest;
	private readonly requests: PageRequest[];
	/** The first days of the windows; '' where there is one, without a beginning. */
	private readonly days: Day[];
	private place = 0;
	/** The digest of the record that an earlier walk ended with, until it is found. */
	private sought: string | undefined;
	/** What was in the window before: nothing is in two. */
	private before: ReadonlySet<string> = new Set();
	/** The window that was asked for again. */
	private again = -1;

	constructor(
		private readonly list: Windowed<R>,
		fields: FieldReader,
		after: string,
	) {
		const { cursor, delivered } = parseCursor(after);
		[this.sought] = delivered;
		const { parameters } = list;
		const { path, query } = list.request(fields);
		const windows = windowsOf(list, fields, cursor);
		this.days = windows.map(({ from = '' }) => from);
		this.requests = windows.map(({ from, to }) => {
			const start = from === undefined ? {} : { [parameters.from]: from };
			const end = to === undefined ? {} : { [parameters.to]: to };
			return { path, query: { ...query, ...start, ...end } };
		});
		this.first = this.requests[0]!;
	}

	read({ body, headers }: PageAnswer): PageRead<R> {
		const { list, requests, days } = this;
		const window = { day: days[this.place]!, next: days[this.place + 1] };
		const records = list.read(body, headers);
		const identities = records.map((record) => list.identity(record));
		if (identities.length > 0 && identities.every((each) => this.before.has(each))) {
			if (this.again === this.place) throw notAdvancing(list.name, [window.day]);
			this.again = this.place;
			return inDoubt(requests[this.place]);
		}
		this.before = new Set(identities);
		const page = windowPage(list, window, records, this.sought);
		this.sought = undefined;
		const next = requests[++this.place];
		const expected = requests.slice(this.place + 1, this.place + MOST_EXPECTED);
		return { page, next, expected };
	}
}

/** Without overlap: the day behind the last is not in a window. */
function windowsOf<R extends IDataObject>(
	list: Windowed<R>,
	fields: FieldReader,
	cursor: string,
): Array<{ from?: Day | undefined; to?: Day | undefined }> {
	const { from: start, to } = list.period(fields);
	const from = cursor || start;
	if (from === undefined) return [{ to }];
	const days = list.daysAtOnce(fields);
	if (to !== undefined && to <= from) {
		throw new UserError(`The period of the ${list.name} ends before it begins`, {
			description: `It begins with ${from}, and ${to} is the first day that is not in it.`,
		});
	}
	const tomorrow = daysLater(dayOf(Date.now()), 1);
	if (from > tomorrow) {
		throw new UserError(`The period of the ${list.name} begins in the future`, {
			description: `It begins with ${from}: nothing has happened by then.`,
		});
	}
	// Nothing happens later, and each window is a request.
	const end = to !== undefined && to < tomorrow ? to : tomorrow;
	const windows = [];
	let first = from;
	do {
		const behind = daysLater(first, days);
		windows.push({ from: first, to: behind < end ? behind : end });
		first = behind;
	} while (first < end);
	return windows;
}

/** @param sought the digest of the last record that is not wanted any more; undefined: all are */
function windowPage<R extends IDataObject>(
	list: Windowed<R>,
	{ day, next }: { readonly day: Day; readonly next: Day | undefined },
	all: readonly R[],
	sought: string | undefined,
): RecordPage<R> {
	const sorted = all
		.map((record) => ({ record, time: list.timeOf(record), identity: list.identity(record) }))
		.sort((a, b) => compare(a.time, b.time) || compare(a.identity, b.identity));
	const ordinalOf = counting();
	const rows = sorted.map(({ record, identity }) => {
		const ordinal = ordinalOf(identity);
		return { record, ordinal, digest: digestOf(`${identity} ${ordinal}`) };
	});
	// Where it is no longer there, all come: better twice than not at all.
	const from = rows.map(({ digest }) => digest).lastIndexOf(sought ?? '') + 1;
	const page = new RecordPage<R>(next);
	for (const { record, ordinal, digest } of rows.slice(from)) {
		page.add(record, () => formatCursor(day, [digest]), ordinal);
	}
	return page;
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
