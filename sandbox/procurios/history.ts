import type { ClickRow, EmailRow, OpenRow, RecipientRow } from './rows';

interface NotedRow {
	email: EmailRow;
	recipient: RecipientRow;
	open: OpenRow;
	click: ClickRow;
}

/** Something that was written after the start: a new row, or a recipient's new state. */
export type HistoryEntry = {
	[Kind in keyof NotedRow]: {
		kind: Kind;
		row: NotedRow[Kind];
		/** When it was written, in milliseconds since 1970; the row's own date can be older. */
		at: number;
	};
}[keyof NotedRow];
