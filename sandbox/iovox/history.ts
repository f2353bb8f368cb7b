/** Something that happened to a mail after the start. */
export interface HistoryEntry {
	/** When it was written, in milliseconds since 1970. */
	at: number;
	/** When it happened; earlier than `at` for what was written late. */
	happened: number;
	message_id: string;
	/** `received` for a new mail, `read`, `unread`, or the new disposition. */
	event: string;
}

/** All that happened since the start, in order of writing, to compare with what a client saw. */
export class History {
	private readonly list: HistoryEntry[] = [];

	constructor(private readonly now: () => number) {}

	get entries(): readonly HistoryEntry[] {
		return this.list;
	}

	note(message_id: string, event: string, happened: number): void {
		this.list.push({ at: this.now(), happened, message_id, event });
	}
}
