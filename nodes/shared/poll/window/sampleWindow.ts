import type { IDataObject } from 'n8n-workflow';
import { readFirst } from '../../paging/readPages';
import type { Transport } from '../../transport/transport';
import { mayBeRefusal } from '../refusal';
import { SHOWN } from '../sample';
import type { SampledEvent, SampleOptions } from '../source';
import type { WindowedList } from './windowedList';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How far back it looks, in days, from the last on where it may make fewer requests; then at all of it. */
const LOOKS_BACK = [1, 30];

/** The latest events of some answers, for building a workflow. */
export async function sampleWindow(
	list: WindowedList<IDataObject>,
	transport: Transport,
	{ signal, requests }: SampleOptions,
): Promise<SampledEvent[]> {
	const { feed, clock, sampleFields } = list;
	const daysAgo = (days: number) => clock.earliest(Date.now() - days * DAY_MS);
	const froms =
		requests < 3 ? [daysAgo(LOOKS_BACK.at(-1)!)] : [...LOOKS_BACK.map(daysAgo), -Infinity];
	const asked = sampleFields?.(requests) ?? froms.map((from) => list.fieldsSince(from));
	const refusals: Error[] = [];
	let answers = 0;
	for (const fields of asked.slice(0, requests)) {
		const read = await readFirst(feed, fields, transport, signal).catch((error: Error) => {
			// A period may be too much for the vendor.
			if (!mayBeRefusal(error)) throw error;
			refusals.push(error);
			return undefined;
		});
		if (!read) continue;
		answers++;
		const { page, isWanted } = read;
		const found = page.records.flatMap((row, index) =>
			(isWanted(index) ? list.occurrences(row) : []).map((each): SampledEvent => {
				const at = each.at ?? list.standsAt(row);
				const event = { record: list.present(row, each), ordinal: page.ordinal(index) };
				return at === undefined ? event : { ...event, at };
			}),
		);
		if (found.length === 0) continue;
		return found.sort((a, b) => (a.at ?? -Infinity) - (b.at ?? -Infinity)).slice(-SHOWN);
	}
	if (answers === 0 && refusals[0]) throw refusals[0];
	return [];
}
