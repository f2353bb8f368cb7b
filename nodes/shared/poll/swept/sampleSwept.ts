import type { IDataObject } from 'n8n-workflow';
import { readFirst } from '../../paging/readPages';
import type { Transport } from '../../transport/transport';
import type { WallTime } from '../../values/wallTime';
import type { FoundEvent } from '../source';
import { mayBeRefusal } from '../refusal';
import { SHOWN } from '../sample';
import { Clocks } from './clocks';
import type { Swept, SweptList } from './sweptList';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How far back it looks in one list, in days; then at all of it. */
const LOOKS_BACK = [1, 30];
/** How many lists are looked at, where there are more. */
const MOST_LISTS = 3;

interface Found {
	readonly time: WallTime;
	readonly event: FoundEvent;
}

/** The latest events of some answers, for building a workflow, by three requests at most. */
export async function sampleSwept(
	{ lists, zone, zones }: Swept,
	transport: Transport,
	signal: AbortSignal,
): Promise<FoundEvent[]> {
	const clocks = new Clocks(zone, zones);
	const daysAgo = (days: number) => clocks.earliest(Date.now() - days * DAY_MS);
	const [list] = lists;
	const froms = [...LOOKS_BACK.map(daysAgo), ''];
	const alone = lists.length === 1 && list ? froms.map((from) => ({ list, from })) : [];
	const month = daysAgo(LOOKS_BACK.at(-1)!);
	const several = lists.slice(0, MOST_LISTS).map((each) => ({ list: each, from: month }));
	const found: Found[] = [];
	let answers = 0;
	let refusal: Error | undefined;
	for (const { list: each, from } of alone.length > 0 ? alone : several) {
		if (alone.length > 0 && found.length > 0) break;
		const answer = await firstPage(each, from, transport, signal).catch((error: Error) => {
			// A period may be too much for the vendor; or a list is not for this login.
			if (!mayBeRefusal(error)) throw error;
			refusal = error;
			return undefined;
		});
		if (answer) answers++;
		found.push(...(answer ?? []));
	}
	if (answers === 0 && refusal) throw refusal;
	return found
		.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
		.slice(-SHOWN)
		.map(({ event }) => event);
}

async function firstPage(
	list: SweptList<IDataObject>,
	from: WallTime | '',
	transport: Transport,
	signal: AbortSignal,
): Promise<Found[]> {
	const { feed } = list;
	const fields = list.fieldsSince(from);
	const { page, isWanted } = await readFirst(feed, fields, transport, signal);
	return page.records
		.map((record, index) => ({ record, index, ordinal: page.ordinal(index) }))
		.filter(({ index }) => isWanted(index))
		.map(({ record, ordinal }) => ({
			time: list.timeOf(record) ?? '',
			event: { record: list.present(record), ordinal },
		}));
}
