import type { IDataObject } from 'n8n-workflow';
import type { Transport } from '../../transport/transport';
import { DAY_MS, LOOKS_BACK, sampleFeed } from '../sample';
import type { SampledEvent, SampleOptions } from '../source';
import type { WindowedList } from './windowedList';

/** The latest events of some answers, for building a workflow. */
export async function sampleWindow(
	list: WindowedList<IDataObject>,
	transport: Transport,
	{ signal, requests }: SampleOptions,
): Promise<SampledEvent[]> {
	const { feed, clock, sampleFields } = list;
	const recent = LOOKS_BACK.map((days) => clock.earliest(Date.now() - days * DAY_MS));
	const froms = requests < 3 ? recent.slice(-1) : [...recent, -Infinity];
	const asked = sampleFields?.() ?? froms.map((from) => list.fieldsSince(from));
	return await sampleFeed(feed, transport, {
		questions: asked.slice(0, requests).map((fields) => ({ fields })),
		signal,
		events: (row, ordinal) =>
			list.occurrences(row).map((each) => {
				const at = each.at ?? list.standsAt(row);
				const event = { record: list.present(row, each), ordinal };
				return at === undefined ? event : { ...event, at };
			}),
	});
}
