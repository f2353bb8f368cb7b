import type {
	DestinationRecord,
	EmailingRecord,
	EventOf,
	Product,
	ProfileRecord,
	SubprofileRecord,
} from './rows';

interface NotedRow extends EventOf {
	emailing: EmailingRecord;
	destination: DestinationRecord;
	profile: ProfileRecord;
	subprofile: SubprofileRecord;
}

type NotedKind = keyof NotedRow;

/** Something that was written after the start. */
export type HistoryEntry = {
	[Name in NotedKind]: {
		kind: Name;
		/** null for profiles and subprofiles, which are of the account. */
		product: Product | null;
		row: NotedRow[Name];
		/** When it was written, in milliseconds since 1970. */
		at: number;
		/** When it happened; earlier than `at` for what was written late. */
		happened: number;
	};
}[NotedKind];
