import type { IDataObject } from 'n8n-workflow';
import type { FollowedList } from '../source';
import type { CountedLists } from './lists';
import { CountedPoll } from './poll';
import { sampleCounted } from './sampleCounted';
import { type CountedState, forgetOldest, isCountedState } from './state';

/**
 * Follows lists that cannot be asked for what is new: each is known by how many records it had, and by
 * the first and the last of them. All of one type are one list of the trigger's.
 */
export const countedList = <R extends IDataObject>(
	lists: CountedLists<R>,
): FollowedList<CountedState> => ({
	key: lists.key,
	isState: isCountedState,
	read: async (prior, transport, options) =>
		await new CountedPoll(lists, transport, options, prior).read(),
	forgetOldest,
	sample: async (transport, options) => await sampleCounted(lists, transport, options),
});
