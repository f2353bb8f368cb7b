import type { Transport } from '../transport/transport';
import { mayBeRefusal } from './refusal';
import { inOrder, SHOWN } from './sample';
import type { FollowedList, SampledEvent, SampleOptions } from './source';

/** How many requests "Fetch Test Event" may take. */
const MOST_REQUESTS = 3;

/** The latest events that a few requests come across, for building a workflow. */
export async function sampleLists(
	lists: readonly FollowedList[],
	transport: Transport,
	options: Omit<SampleOptions, 'requests'>,
): Promise<SampledEvent[]> {
	const [list] = lists;
	if (list && lists.length === 1) {
		return [...(await list.sample(transport, { ...options, requests: MOST_REQUESTS }))];
	}
	const found: SampledEvent[] = [];
	const refusals: Error[] = [];
	const looked = lists.slice(0, MOST_REQUESTS);
	for (const each of looked) {
		const sampled = await each
			.sample(transport, { ...options, requests: 1 })
			.catch((error: Error) => {
				// A period may be too much for the vendor; or a list is not for this login.
				if (!mayBeRefusal(error)) throw error;
				refusals.push(error);
				return [];
			});
		found.push(...sampled);
	}
	if (refusals.length === looked.length && refusals[0]) throw refusals[0];
	return inOrder(found).slice(-SHOWN);
}
