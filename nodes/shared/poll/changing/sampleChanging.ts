import type { IDataObject } from 'n8n-workflow';
import { readFirst, wantedOf } from '../../paging/readPages';
import type { Transport } from '../../transport/transport';
import type { FoundEvent } from '../source';
import { SHOWN } from '../sample';
import { type ChangingList, eventOf, type Search } from './changingList';

/** How many of the newest records are looked at, whatever became of them. */
const NEWEST = 1_000;
/** How many searches are made where the newest records show nothing. */
const MOST_SEARCHES = 2;

/** The latest of what happened, for building a workflow. */
export async function sampleChanging<R extends IDataObject>(
	list: ChangingList<R>,
	transport: Transport,
	signal: AbortSignal,
): Promise<FoundEvent[]> {
	const { searches, feed } = list;
	const all = { fields: list.newest(NEWEST), of: searches };
	// What a record comes to last is looked for first.
	const each = [...searches]
		.reverse()
		.slice(0, MOST_SEARCHES)
		.map((search) => ({ fields: latestOf(search, list.earliest), of: [search] }));
	for (const { fields, of } of searches.length === 1 ? each : [all, ...each]) {
		const records = wantedOf(await readFirst(feed, fields, transport, signal));
		const found = new Map<string, { at: number; event: FoundEvent }>();
		for (const record of records) {
			for (const { name, at = list.madeAt(record) ?? 0 } of of.flatMap((one) => [
				...one.happenings(record),
			])) {
				found.set(`${name} ${feed.identity(record)}`, { at, event: eventOf(list, record, name) });
			}
		}
		if (found.size === 0) continue;
		return [...found.values()]
			.sort((a, b) => a.at - b.at)
			.slice(-SHOWN)
			.map(({ event }) => event);
	}
	return [];
}

const latestOf = <R>({ latest, newest }: Search<R>, earliest: number) =>
	latest?.[0]?.fields(earliest, SHOWN) ?? newest(SHOWN);
