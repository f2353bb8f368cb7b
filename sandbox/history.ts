/** An entry as it is noted: when that is, is known here, unless it is said. */
type Noted<Entry> = Entry extends { at: number } ? Omit<Entry, 'at'> & { at?: number } : never;

/** All that was written since the start, in order of writing, to compare with what a client saw. */
export class History<Entry extends { at: number }> {
	private readonly list: Entry[] = [];

	/** @param now in milliseconds since 1970 */
	constructor(private readonly now: () => number) {}

	get entries(): readonly Entry[] {
		return this.list;
	}

	note(entry: Noted<Entry>): void {
		this.list.push({ at: this.now(), ...entry } as unknown as Entry);
	}
}
