import type { IDataObject } from 'n8n-workflow';
import type { Transport } from '../../transport/transport';
import { inOrder, SHOWN } from '../sample';
import type { SampledEvent, SampleOptions } from '../source';
import type { CountedLists } from './lists';
import type { Parent } from './parents';
import { type Piece, Pieces } from './pieces';

/** Events of the latest parent that has any. The list of parents takes a request, too, unless it is known. */
export async function sampleCounted<R extends IDataObject>(
	lists: CountedLists<R>,
	transport: Transport,
	{ fields, signal, requests }: SampleOptions,
): Promise<SampledEvent[]> {
	const { feed, parents } = lists;
	const since = Date.now() - lists.watchedFor(fields);
	let left = requests - (parents.areKnown(transport) ? 0 : 1);
	const found = await parents.find(fields, transport, { since, isFirst: false, signal, pages: 1 });
	const [latest, other] = [...found].sort((a, b) => b.startedAt - a.startedAt);
	const ask = async ({ id }: Parent, start: number): Promise<Piece<R>> => {
		if (left-- <= 0) return { start, rows: [], total: 0 };
		return await new Pieces(feed, lists.fieldsOf(id), transport, signal).ask(start, SHOWN);
	};
	if (!latest) return [];
	const first = await ask(latest, 0);
	if (first.rows.length === 0) return other ? eventsOf(other, await ask(other, 0)) : [];
	if (first.total <= SHOWN) return eventsOf(latest, first);
	return eventsOf(latest, first, await ask(latest, first.total - SHOWN));

	function eventsOf({ record: parent }: Parent, ...pieces: Array<Piece<R>>): SampledEvent[] {
		const rows = new Map(
			pieces.flatMap((piece) => piece.rows.map((row) => [feed.identity(row), row])),
		);
		const events = [...rows.values()].map((row) => {
			const at = lists.recordedAt(row);
			const event = { record: lists.withParent(row, parent), ordinal: 1 };
			return at === undefined ? event : { ...event, at };
		});
		return inOrder(events).slice(-SHOWN);
	}
}
