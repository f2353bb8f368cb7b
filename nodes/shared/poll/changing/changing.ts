import type { IDataObject } from 'n8n-workflow';
import type { Source } from '../source';
import type { ChangingList } from './changingList';
import { asSource } from '../interim';
import { ChangingReader } from './reader';
import { sampleChanging } from './sampleChanging';
import { type ChangingState, isChangingState } from './state';

/** Follows records that change. */
export const followChanging = <R extends IDataObject>(list: ChangingList<R>): Source =>
	asSource<ChangingState>({
		name: list.name,
		hasDates: true,
		isState: (value, latest): value is ChangingState =>
			isChangingState(value, latest, list.searches.length),
		read: async (prior, transport, options) =>
			await new ChangingReader(list, prior, transport, options).read(),
		sample: async (transport, _fields, signal) => await sampleChanging(list, transport, signal),
		toEvents:
			() =>
			({ record }) =>
				list.toEvents(record),
	});
