import type { IDataObject } from 'n8n-workflow';
import type { Feed, FieldReader } from '../feed';
import { readPages } from '../paging/readPages';
import type { Transport } from '../transport/transport';
import { mayBeRefusal } from './refusal';
import type { SampledEvent } from './source';

/** How many events "Fetch Test Event" shows at most: the latest that it comes across. */
export const SHOWN = 10;

export const DAY_MS = 24 * 60 * 60 * 1_000;
/** How far back it looks for recent events, in days; then at all there is. */
export const LOOKS_BACK = [1, 30];

interface Questions<R> {
	/** One answer each, until one holds an event. @param after the cursor to begin behind */
	readonly questions: ReadonlyArray<{ readonly fields: FieldReader; readonly after?: string }>;
	readonly signal: AbortSignal;
	/** What a record tells. */
	events(record: R, ordinal: number): readonly SampledEvent[];
}

/** The latest events of the first answer that holds any, for building a workflow. */
export async function sampleFeed<R extends IDataObject>(
	feed: Feed<R>,
	transport: Transport,
	{ questions, signal, events }: Questions<R>,
): Promise<SampledEvent[]> {
	const refusals: Error[] = [];
	for (const { fields, after = '' } of questions) {
		// Nothing is fetched ahead.
		const walking = readPages(feed, fields, transport, { after, limit: 0, signal });
		const first = await walking.next().catch((error: Error) => {
			// A cursor may be refused, and a period may be too much for the vendor.
			if (!mayBeRefusal(error)) throw error;
			refusals.push(error);
			return undefined;
		});
		await walking.return();
		if (!first || first.done) continue;
		const { page, isWanted } = first.value;
		const found = page.records.flatMap((record, index) =>
			isWanted(index) ? events(record, page.ordinal(index)) : [],
		);
		if (found.length > 0) return inOrder(found).slice(-SHOWN);
	}
	if (refusals.length === questions.length && refusals[0]) throw refusals[0];
	return [];
}

/** Events in the order in which they happened; those that nobody can say the time of come first. */
export const inOrder = (events: readonly SampledEvent[]): SampledEvent[] =>
	[...events].sort((a, b) => (a.at ?? -Infinity) - (b.at ?? -Infinity));
