import { type IDataObject, UserError } from 'n8n-workflow';
import type { Feed, FieldReader } from '../../feed';
import { readAll } from '../../paging/readPages';
import { quoted } from '../../values/typedValue';
import type { Transport } from '../../transport/transport';

/** What has a list of its own that grows, such as a message. */
export interface Parent {
	readonly id: string;
	/** When its list began to grow, in ms since 1970. */
	readonly startedAt: number;
	readonly record: IDataObject;
}

/** Where a trigger finds the parents of the lists that it counts. */
export interface ParentRules<P extends IDataObject> {
	readonly feed: Feed<P>;
	/** The fields with which the feed gives those that were started since a time, in ms since 1970. */
	fieldsSince(time: number): FieldReader;
	/** What its list is asked for by; '' where it says none. */
	idOf(parent: P): string;
	/** In ms since 1970; undefined as long as it was not started. */
	startedAt(parent: P): number | undefined;
	/** The IDs of those that the fields choose; undefined: all. @throws UserError */
	chosen(fields: FieldReader): readonly string[] | undefined;
	/** What to do where one that was chosen is not there, in whole sentences. */
	readonly adviceIfMissing: string;
}

export interface Period {
	/** In ms since 1970. */
	readonly since: number;
	/** Whether those that were chosen must be there. */
	readonly isFirst: boolean;
	readonly signal: AbortSignal;
	/** At most so many pages of the list are looked at; absent: all. */
	readonly pages?: number;
}

/** The parents of lists, as one poll sees them. It asks for them once, however many types of lists they have. */
export interface Parents {
	/** @throws UserError where one that was chosen is not there, if it must be */
	find(fields: FieldReader, transport: Transport, period: Period): Promise<Parent[]>;
	/** Whether they were asked for already. */
	areKnown(transport: Transport): boolean;
}

/** What the vendor shows of them, as far back as it was asked for. */
interface Asked<P> {
	readonly since: number;
	readonly records: Promise<P[]>;
}

export function parentsIn<P extends IDataObject>(rules: ParentRules<P>): Parents {
	const { feed, fieldsSince, idOf, startedAt, chosen, adviceIfMissing } = rules;
	/** Each poll has a transport of its own. */
	const asked = new WeakMap<Transport, Asked<P>>();
	return {
		async find(fields, transport, { since, isFirst, signal, pages }) {
			const wanted = chosen(fields);
			let answer = asked.get(transport);
			if (!answer || answer.since > since) {
				const records = readAll(feed, fieldsSince(since), transport, { signal, pages });
				asked.set(transport, (answer = { since, records }));
			}
			const filter = feed.filter?.(fieldsSince(since));
			const parents = (await answer.records).flatMap((record) => {
				const time = startedAt(record);
				const id = idOf(record);
				const isWanted = wanted ? wanted.includes(id) : id !== '';
				const isFound = isWanted && time !== undefined && (!filter || filter(record));
				return isFound ? [{ id, startedAt: time, record }] : [];
			});
			const missing = wanted?.filter((each) => !parents.some(({ id }) => id === each)) ?? [];
			if (isFirst && missing.length > 0) {
				throw new UserError(`There is no ${quoted(missing.join(', '))} among the ${feed.name}`, {
					description: adviceIfMissing,
				});
			}
			return parents;
		},
		areKnown: (transport) => asked.has(transport),
	};
}
