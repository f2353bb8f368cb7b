import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../feed';
import type { Transport } from '../transport/transport';
import type { FollowedList, FollowOptions, FoundEvent, PollResult, Source } from './source';

/** What one reading came to. */
export interface OldResult<S, R extends IDataObject = IDataObject>
	extends Omit<PollResult<S, R>, 'ledOn'> {
	/** The error of a reading that did not lead on: the state says with what to begin instead. */
	readonly failed?: Error;
}

/** A way of following that has one state for all. */
export interface OldSource<S> extends Pick<Source, 'name' | 'hasDates' | 'toEvents'> {
	isState(value: unknown, latest: number): value is S;
	/** @throws what ended the reading, where it did not lead on at all */
	read(prior: S | undefined, transport: Transport, options: FollowOptions): Promise<OldResult<S>>;
	sample(
		transport: Transport,
		fields: FieldReader,
		signal: AbortSignal,
	): Promise<readonly FoundEvent[]>;
}

export function asSource<S>(old: OldSource<S>): Source {
	const list: FollowedList<S> = {
		key: 'list',
		isState: (value, latest): value is S => old.isState(value, latest),
		async read(prior, transport, options) {
			const read = async () => await old.read(prior, transport, options);
			const result = await read().catch((error: Error) => {
				if (prior === undefined) throw error;
				return { events: [], state: prior, interrupted: error, shortened: false, failed: error };
			});
			const { failed, interrupted = failed, ...rest } = result as OldResult<S>;
			return { ...rest, interrupted, ledOn: failed === undefined };
		},
		forgetOldest: () => undefined,
		sample: async (transport, { fields, signal }) => await old.sample(transport, fields, signal),
	};
	const { name, hasDates, toEvents } = old;
	return { name, hasDates, lists: [list], ...(toEvents ? { toEvents } : {}) };
}
