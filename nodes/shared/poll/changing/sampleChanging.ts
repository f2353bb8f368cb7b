import type { IDataObject } from 'n8n-workflow';
import type { Transport } from '../../walker';
import type { FoundEvent } from '../followed';
import { SHOWN } from '../sample';
import { type ChangingList, eventOf } from './changing';

/** Of the newest records, whatever became of them. */
const NEWEST = 1_000;
/** So many of the searches are made where these show nothing. */
const MOST_SEARCHES = 2;

/** The latest of what happened, for building a workflow. */
export async function sampleChanging<R extends IDataObject>(
	list: ChangingList<R>,
	transport: Transport,
	signal: AbortSignal,
): Promise<FoundEvent[]> {
	const { searches, feed, earliest } = list;
	// What a record comes to last is looked for first.
	const one = searches.length === 1 ? [] : [list.newest(earliest, NEWEST)];
	const asked = [
		...one.map((fields) => ({ fields, of: searches })),
		...[...searches]
			.reverse()
			.slice(0, MOST_SEARCHES)
			.map((search) => ({ fields: search.latest(earliest, SHOWN), of: [search] })),
	];
	for (const { fields, of } of asked) {
		const pager = feed.open(fields);
		const { page } = pager.read(await transport.get(pager.first, signal));
		const found = new Map<string, { at: number; event: FoundEvent }>();
		for (const record of page.records) {
			for (const { name, at = list.madeAt(record) } of of.flatMap((each) => [
				...each.happenings(record),
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
