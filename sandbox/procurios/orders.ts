import { readVendorDate } from './dates';
import type { ClickRow, EmailRow, OpenRow, RecipientRow } from './rows';

/** The values of a row that its list is sorted by; what a cursor is made of. */
export type Cursor = readonly (number | string)[];

interface CursorPart {
	name: string;
	/** The value of this part of a cursor, undefined when it is malformed. */
	read(text: string): number | string | undefined;
	compare(a: number | string, b: number | string): number;
}

/** The order of a list, and thereby the form of its cursor. */
export interface Order<Row> {
	parts: readonly CursorPart[];
	/** How many parts a cursor must have; further parts are tie-breakers that it may have. */
	required: number;
	compare(a: Row, b: Row): number;
	cursor(row: Row): Cursor;
}

/**
 * How tracking codes are sorted within a second. The documentation only says that they are. Its
 * sample of clicks is not in the order of their text, but it is in the order of the bytes that
 * databases store when they put the time fields of a UUID first.
 */
export type CodeOrder = 'text' | 'swapped';

export interface Orders {
	emails: Order<EmailRow>;
	recipients: Order<RecipientRow>;
	opens: Order<OpenRow>;
	clicks: Order<ClickRow>;
}

export function ordersOf(codeOrder: CodeOrder): Orders {
	const compareCodes = codeOrder === 'text' ? compare<string> : compareSwapped;
	const compareEvents = (a: OpenRow | ClickRow, b: OpenRow | ClickRow) =>
		compare(a.date, b.date) ||
		compareCodes(a.trackingCode, b.trackingCode) ||
		compare(a.location, b.location);
	const trackingCode: CursorPart = {
		name: 'trackingCode',
		read: (text) => (UUID.test(text) ? text.toLowerCase() : undefined),
		compare: (a, b) => compareCodes(String(a), String(b)),
	};
	return {
		emails: {
			parts: [id('trackingId')],
			required: 1,
			compare: (a, b) => a.trackingId - b.trackingId,
			cursor: (row) => [row.trackingId],
		},
		recipients: {
			parts: [date('lastUpdate'), trackingCode],
			required: 2,
			compare: (a, b) =>
				compare(a.lastUpdate, b.lastUpdate) || compareCodes(a.trackingCode, b.trackingCode),
			cursor: (row) => [row.lastUpdate, row.trackingCode],
		},
		opens: {
			parts: [date('date'), trackingCode, location],
			required: 3,
			compare: compareEvents,
			cursor: (row) => [row.date, row.trackingCode, row.location],
		},
		clicks: {
			parts: [date('date'), trackingCode, location, id('linkId')],
			required: 3,
			compare: (a, b) => compareEvents(a, b) || a.linkId - b.linkId,
			cursor: (row) => [row.date, row.trackingCode, row.location, row.linkId],
		},
	};
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LOCATION = /^[0-9a-f]{40}$/i;

const id = (name: string): CursorPart => ({
	name,
	read: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
	compare,
});
const date = (name: string): CursorPart => ({ name, read: readVendorDate, compare });
const location: CursorPart = {
	name: 'location',
	read: (text) => (LOCATION.test(text) ? text.toLowerCase() : undefined),
	compare,
};

function compare<Value extends number | string>(a: Value, b: Value): number {
	return a === b ? 0 : a < b ? -1 : 1;
}

/** The third group of digits first, then the second, then the first. */
function compareSwapped(a: string, b: string): number {
	return (
		compare(a.slice(14, 18), b.slice(14, 18)) ||
		compare(a.slice(9, 13), b.slice(9, 13)) ||
		compare(a, b)
	);
}

/** Compares as many parts as the shorter one has: without a linkId, all links of a tie are equal. */
export function compareCursors(parts: readonly CursorPart[], a: Cursor, b: Cursor): number {
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const part = parts[i] as CursorPart;
		const difference = part.compare(a[i] as number | string, b[i] as number | string);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** @throws Error with a message that names what is wrong with the cursor and repeats it */
export function readCursor(parts: readonly CursorPart[], text: string, required: number): Cursor {
	const pieces = text.split('_');
	if (pieces.length < required || pieces.length > parts.length) {
		const form = parts.slice(0, required).map((part) => part.name);
		throw new Error(`Parameter after must have the form ${form.join('_')}, got "${text}"`);
	}
	return pieces.map((piece, index) => {
		const part = parts[index] as CursorPart;
		const value = part.read(piece);
		if (value === undefined) {
			throw new Error(`Parameter after has an invalid ${part.name} "${piece}", got "${text}"`);
		}
		return value;
	});
}
