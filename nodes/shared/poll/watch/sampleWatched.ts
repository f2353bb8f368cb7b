import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../../feed';
import { givenFields } from '../../params';
import type { Transport } from '../../transport/transport';
import type { FoundEvent } from '../source';
import { SHOWN } from '../sample';
import { findParents, type Parent } from './parents';
import { Pages, type Slice } from './pages';
import type { WatchedLists } from './watchedLists';

/** Events of the latest owner that has any: with the list of owners, by three requests. */
export async function sampleWatched<R extends IDataObject>(
	lists: WatchedLists<R>,
	transport: Transport,
	fields: FieldReader,
	signal: AbortSignal,
): Promise<Array<FoundEvent<R>>> {
	const { feed } = lists;
	const since = Date.now() - lists.watchedFor(fields);
	const period = { since, isFirst: false, signal, pages: 1 };
	const owners = await findParents(lists.owners, fields, transport, period);
	const [latest, other] = [...owners].sort((a, b) => b.startedAt - a.startedAt);
	if (!latest) return [];
	const pagesOf = ({ id }: Parent) => new Pages(feed, lists.fieldsOf(id), transport, signal);
	const first = await pagesOf(latest).ask(0, SHOWN);
	if (first.rows.length === 0)
		return other ? eventsOf(other, await pagesOf(other).ask(0, SHOWN)) : [];
	if (first.total <= SHOWN) return eventsOf(latest, first);
	return eventsOf(latest, first, await pagesOf(latest).ask(first.total - SHOWN, SHOWN));

	function eventsOf({ id, record: owner }: Parent, ...slices: Array<Slice<R>>) {
		const prepare = feed.offsets.prepare?.(givenFields(lists.fieldsOf(id)));
		const rows = new Map(
			slices.flatMap((slice) => slice.rows.map((row) => [feed.identity(row), row])),
		);
		return [...rows.values()]
			.sort((a, b) => (lists.recordedAt(a) ?? 0) - (lists.recordedAt(b) ?? 0))
			.slice(-SHOWN)
			.map((row) => ({
				record: lists.withOwner(prepare ? prepare(row) : row, owner),
				ordinal: 1,
			}));
	}
}
