import type { MessageRow, RowOf } from './rows';

interface Entry<Kind extends string, Row> {
	kind: Kind;
	messageId: number;
	row: Row;
	/** When it was written, in milliseconds since 1970; the row's own times can be others. */
	at: number;
}

interface NotedRow extends RowOf {
	/** A new message, or one whose time has come; a scheduled one is noted twice. */
	message: MessageRow;
}

/** Something that was written after the start. */
export type HistoryEntry = {
	[Kind in keyof NotedRow]: Entry<Kind, NotedRow[Kind]>;
}[keyof NotedRow];
