import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../feed';
import { readPages } from '../paging/readPages';
import type { Transport } from '../transport/transport';
import type { FoundEvent } from './source';
import type { OrderedSource } from './ordered/orderedSource';
import { mayBeRefusal } from './refusal';

/** How many events "Fetch Test Event" shows at most: the latest that it comes across. */
export const SHOWN = 10;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** How far back it looks for recent ones, in days; then at the first page. */
const LOOKS_BACK = [1, 30];

/**
 * Real events for building a workflow, by three requests at most, one page each: recent ones where
 * the list can be entered at a time, else the first.
 */
export async function sample<R extends IDataObject>(
	{ feed, once }: OrderedSource<R>,
	transport: Transport,
	fields: FieldReader,
	signal: AbortSignal,
): Promise<Array<FoundEvent<R>>> {
	const { cursorAt } = feed;
	const recent = cursorAt ? LOOKS_BACK.map((days) => cursorAt(Date.now() - days * DAY_MS)) : [];
	let events: Array<FoundEvent<R>> = [];
	for (const after of [...recent, '']) {
		// Nothing is fetched ahead.
		const walking = readPages(feed, fields, transport, { after, limit: 0, signal });
		const first = await walking.next().catch((error: unknown) => {
			if (after !== '' && mayBeRefusal(error)) return undefined;
			throw error;
		});
		await walking.return();
		if (!first || first.done) continue;
		const { page, isWanted } = first.value;
		events = page.records
			.map((record, index) => ({ record, index }))
			.filter(({ record, index }) => isWanted(index) && (!once || once.at(record) !== undefined))
			.map(({ record, index }) => ({ record, ordinal: page.ordinal(index) }))
			.slice(-SHOWN);
		if (events.length > 0) break;
	}
	return events;
}
