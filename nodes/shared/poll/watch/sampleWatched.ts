import type { IDataObject } from 'n8n-workflow';
import type { FieldReader } from '../../feed';
import { givenFields } from '../../fields';
import type { Transport } from '../../walker';
import type { FoundEvent } from '../followed';
import { SHOWN } from '../sample';
import { findOwners } from './owners';
import { Pages } from './pages';
import type { WatchedLists } from './watch';

/** How many of the latest owners are looked at: with the list of owners, it is one request more. */
const OWNERS = 2;

/** Events of the latest owners: they show what an event looks like. */
export async function sampleWatched<R extends IDataObject>(
	lists: WatchedLists<R>,
	transport: Transport,
	fields: FieldReader,
	signal: AbortSignal,
): Promise<Array<FoundEvent<R>>> {
	const { list } = lists.feed;
	const since = Date.now() - lists.watchedFor(fields);
	const period = { since, isFirst: true, signal };
	const owners = await findOwners(lists.owners, fields, transport, period);
	const latest = [...owners].sort((a, b) => b.startedAt - a.startedAt).slice(0, OWNERS);
	for (const { id, record: owner } of latest) {
		const values = lists.fieldsOf(id);
		const prepare = list.prepare?.(givenFields(values));
		const { rows } = await new Pages(list, values, transport, signal).ask(0, SHOWN);
		if (rows.length === 0) continue;
		return rows.map((row) => ({
			record: lists.withOwner(prepare ? prepare(row) : row, owner),
			ordinal: 1,
		}));
	}
	return [];
}
