import type { IDataObject } from 'n8n-workflow';
import type { Transport } from '../../walker';
import type { FoundEvent } from '../followed';
import { SHOWN } from '../sample';
import { type ChangingList, eventOf } from './changing';

/** So many searches are looked through, a request each. */
const MOST_SEARCHES = 3;

/** The latest of what happened, for building a workflow. */
export async function sampleChanging<R extends IDataObject>(
	list: ChangingList<R>,
	transport: Transport,
	signal: AbortSignal,
): Promise<FoundEvent[]> {
	const found: Array<{ at: number; event: FoundEvent }> = [];
	for (const search of list.searches.slice(0, MOST_SEARCHES)) {
		const pager = list.feed.open(search.latest(list.earliest, SHOWN));
		const { page } = pager.read(await transport.get(pager.first, signal));
		for (const record of page.records) {
			for (const { name, at = list.madeAt(record) } of search.happenings(record)) {
				found.push({ at, event: eventOf(list, record, name) });
			}
		}
	}
	return found
		.sort((a, b) => a.at - b.at)
		.slice(-SHOWN)
		.map(({ event }) => event);
}
