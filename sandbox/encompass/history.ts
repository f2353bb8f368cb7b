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

/** All that happened since the start, in order of happening, to compare with what a client saw. */
export class History {
	private readonly list: HistoryEntry[] = [];

	constructor(private readonly now: () => number) {}

	get entries(): readonly HistoryEntry[] {
		return this.list;
	}

	note(kind: HistoryEntry['kind'], messageId: number, row: HistoryEntry['row']): void {
		this.list.push({ kind, messageId, row, at: this.now() } as HistoryEntry);
	}
}
