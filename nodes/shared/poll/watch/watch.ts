import type { IDataObject } from 'n8n-workflow';
import type { Source } from '../source';
import { asSource } from '../interim';
import { Round } from './round';
import { sampleWatched } from './sampleWatched';
import { isWatchState, type WatchState } from './state';
import type { WatchedLists } from './watchedLists';

/** Follows lists that grow. */
export function followWatched<R extends IDataObject>(lists: WatchedLists<R>): Source {
	const { feed } = lists;
	return asSource<WatchState>({
		name: feed.name,
		hasDates: true,
		isState: isWatchState,
		read: async (prior, transport, options) =>
			await new Round(lists, transport, options).read(prior),
		sample: async (transport, fields, signal) =>
			await sampleWatched(lists, transport, fields, signal),
		toEvents(fields) {
			const tell = feed.toEvents!(fields);
			return ({ record, ordinal }) => tell(record as R, ordinal);
		},
	});
}
