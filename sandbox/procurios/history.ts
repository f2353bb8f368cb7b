import type { ClickRow, EmailRow, OpenRow, RecipientRow } from './rows';

interface Entry<Kind extends string, Row> {
	kind: Kind;
	row: Row;
	/** When it was written, in milliseconds since 1970; the row's own date can be older. */
	at: number;
}

/** Something that was written after the start: a new row, or a recipient's new state. */
export type HistoryEntry =
	| Entry<'email', EmailRow>
	| Entry<'recipient', RecipientRow>
	| Entry<'open', OpenRow>
	| Entry<'click', ClickRow>;

interface RowOf {
	email: EmailRow;
	recipient: RecipientRow;
	open: OpenRow;
	click: ClickRow;
}

/** All that happened since the start, in order of happening, to compare with what a client saw. */
export class History {
	private readonly list: HistoryEntry[] = [];

	constructor(private readonly now: () => number) {}

	get entries(): readonly HistoryEntry[] {
		return this.list;
	}

	note<Kind extends keyof RowOf>(kind: Kind, row: RowOf[Kind]): void {
		this.list.push({ kind, row, at: this.now() } as HistoryEntry);
	}
}
