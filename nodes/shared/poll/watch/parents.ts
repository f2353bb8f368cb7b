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

/** Where a trigger finds the owners of the lists that it watches. */
export interface Parents<P extends IDataObject = IDataObject> {
	readonly feed: Feed<P>;
	/** The fields with which the feed gives those that were started since a time, in ms since 1970. */
	fieldsSince(time: number): FieldReader;
	/** What its list is asked for by; '' where it says none. */
	idOf(owner: P): string;
	/** In ms since 1970; undefined as long as it was not started. */
	startedAt(owner: P): number | undefined;
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

/** @throws UserError where one that was chosen is not there, if it must be */
export async function findParents(
	{ feed, fieldsSince, idOf, startedAt, chosen, adviceIfMissing }: Parents,
	fields: FieldReader,
	transport: Transport,
	{ since, isFirst, signal, pages }: Period,
): Promise<Parent[]> {
	const wanted = chosen(fields);
	const records = await readAll(feed, fieldsSince(since), transport, { signal, pages });
	const owners = records.flatMap((record) => {
		const time = startedAt(record);
		const id = idOf(record);
		const isWanted = wanted ? wanted.includes(id) : id !== '';
		return isWanted && time !== undefined ? [{ id, startedAt: time, record }] : [];
	});
	const missing = wanted?.filter((each) => !owners.some(({ id }) => id === each)) ?? [];
	if (isFirst && missing.length > 0) {
		throw new UserError(`There is no ${quoted(missing.join(', '))} among the ${feed.name}`, {
			description: adviceIfMissing,
		});
	}
	return owners;
}
