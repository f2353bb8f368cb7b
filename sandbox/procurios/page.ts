import { rowsUnder, type WrongPageFault } from '../faults';
import { Random } from '../random';
import { shownAs } from '../shownAs';
import type { Rows } from '../sortedList';
import { refuse } from './body';
import { compareCursors, readCursor, type Cursor, type Order } from './orders';
import type { ProcuriosSwitches } from './switches';

/** A list as one path gives it. */
export interface ListView<Row> {
	/** The key of the rows in the body. */
	name: string;
	/** Root-relative, as in the vendor's links. */
	path: string;
	order: Order<Row>;
	list: Rows<Row>;
	/** The most rows that a page holds. */
	pageSize: number;
}

export interface PageRequest {
	/** The decoded `after`, undefined on the first page. */
	after: string | undefined;
	switches: ProcuriosSwitches;
	/** Wrong pages on demand. */
	fault: WrongPageFault | undefined;
	/** Where `foreignNext` points to. */
	foreignOrigin: string;
	/** Another one for each request, so that shuffled ties differ between requests. */
	shuffleSeed: number | string;
}

/** The body of a page: the rows strictly after the cursor, at most one page of them, and the link. */
export function pageBody<Row extends object>(
	view: ListView<Row>,
	request: PageRequest,
): Record<string, unknown> {
	const { switches, fault } = request;
	const cursor = requestedCursor(view, request);
	const taken = takeRows(view, cursor, request);
	const rows = rowsUnder(taken.rows, fault);
	const more = taken.more || rows.length < taken.rows.length;
	const shown = rows.map((row) => shownAs(row));
	const last = rows.at(-1);
	const next = last === undefined ? cursor : nextCursor(view, switches, last);
	const wanted =
		next !== undefined && (fault === 'foreignNext' || wantsNext(switches, rows.length, more));
	return {
		[view.name]: fault === 'notAList' ? { ...shown } : shown,
		_links: wanted ? { next: { href: href(view.path, next, request) } } : noLinks(switches),
	};
}

function requestedCursor<Row>(view: ListView<Row>, request: PageRequest): Cursor | undefined {
	if (request.after === undefined || request.fault === 'samePage') return undefined;
	const { order } = view;
	const parts = request.switches.nextCursorHasLinkId
		? order.parts
		: order.parts.slice(0, order.required);
	try {
		return readCursor(parts, request.after, order.required);
	} catch (error) {
		throw refuse(400, error instanceof Error ? error.message : String(error));
	}
}

function takeRows<Row>(
	view: ListView<Row>,
	cursor: Cursor | undefined,
	request: PageRequest,
): { rows: Row[]; more: boolean } {
	const { list } = view;
	const { switches } = request;
	const size = switches.shortPages ? shortSize(view, request.after) : view.pageSize;
	const start = cursor === undefined ? 0 : indexAfter(view, cursor);
	if (switches.unknownCursor === 'lookup' && cursor !== undefined) lookUp(view, cursor, start);
	if (request.fault === 'standStill' && cursor !== undefined) {
		return { rows: list.slice(Math.max(0, start - size), start), more: true };
	}
	const end = Math.min(list.length, start + size);
	const more = end < list.length;
	if (switches.tieOrder === 'stable') return { rows: list.slice(start, end), more };
	return { rows: shuffledTies(view, start, end, request), more };
}

function indexAfter<Row>(view: ListView<Row>, cursor: Cursor): number {
	const { list, order } = view;
	return list.firstIndex((row) => compareCursors(order.parts, order.cursor(row), cursor) > 0);
}

/** @throws Refusal (400) when there is no row with this cursor */
function lookUp<Row>(view: ListView<Row>, cursor: Cursor, indexAfterCursor: number): void {
	const { list, order } = view;
	const row = indexAfterCursor > 0 ? list.at(indexAfterCursor - 1) : undefined;
	if (row === undefined || compareCursors(order.parts, order.cursor(row), cursor) !== 0) {
		throw refuse(400, `Parameter after names no item of this list, got "${cursor.join('_')}"`);
	}
}

/** Depends on the path and the cursor alone, so that asking again gives the same page. */
function shortSize<Row>(view: ListView<Row>, after: string | undefined): number {
	return new Random(`${view.path} ${after ?? ''}`).int(1, view.pageSize);
}

/** The rows from start to end, with rows equal in the cursor in a random order among themselves. */
function shuffledTies<Row>(
	view: ListView<Row>,
	start: number,
	end: number,
	request: PageRequest,
): Row[] {
	const { list: all } = view;
	const { parts } = view.order;
	const random = new Random(request.shuffleSeed);
	const key = (row: Row) => cutCursor(view.order, request.switches, view.order.cursor(row));
	const rows: Row[] = [];
	for (let from = start; from < end; ) {
		const tieKey = key(all.at(from));
		let to = from + 1;
		// A tie may go on beyond the end of the page: any of its rows can then come first.
		while (to < all.length && compareCursors(parts, key(all.at(to)), tieKey) === 0) to++;
		const tie = all.slice(from, to);
		rows.push(...(tie.length > 1 ? random.shuffle(tie) : tie));
		from = to;
	}
	return rows.slice(0, end - start);
}

function nextCursor<Row>(view: ListView<Row>, switches: ProcuriosSwitches, row: Row): Cursor {
	return cutCursor(view.order, switches, view.order.cursor(row));
}

/** Without its tie-breakers, unless the switch says that links carry them. */
function cutCursor<Row>(order: Order<Row>, switches: ProcuriosSwitches, cursor: Cursor): Cursor {
	return switches.nextCursorHasLinkId ? cursor : cursor.slice(0, order.required);
}

function wantsNext(switches: ProcuriosSwitches, rowCount: number, more: boolean): boolean {
	switch (switches.nextOnLastPage) {
		case 'always':
			return true;
		case 'untilEmpty':
			return rowCount > 0;
		case 'onlyWhenMore':
			return more;
	}
}

function href(path: string, cursor: Cursor, request: PageRequest): string {
	const text = cursor.join('_');
	const after = request.switches.hrefs === 'encoded' ? encodeURIComponent(text) : text;
	const origin = request.fault === 'foreignNext' ? request.foreignOrigin : '';
	return `${origin}${path}?after=${after}`;
}

function noLinks(switches: ProcuriosSwitches): Record<string, never> | never[] {
	return switches.emptyLinks === 'array' ? [] : {};
}
