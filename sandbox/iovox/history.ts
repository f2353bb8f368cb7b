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
