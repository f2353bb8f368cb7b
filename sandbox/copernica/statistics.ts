import { destinationOf, mailingOf, viewOf, type ProductCall } from './call';
import { firstOfEach } from './events';
import { applyEventPeriod } from './period';
import { KINDS, PATH_OF, type EventOf, type Kind } from './rows';
import { Selection } from './selection';
import type { Events } from './store';

type Rows = { [Name in Kind]: ReadonlyArray<EventOf[Name]> };

/** From the strongest result to the weakest. */
const BY_STRENGTH: readonly Kind[] = [
	'error',
	'abuse',
	'unsubscribe',
	'click',
	'impression',
	'delivery',
];

/** The numbers of an emailing, in the period that is asked for. */
export function emailingStatistics(call: ProductCall): object {
	const { destinations, events } = mailingOf(call);
	const rows = rowsOf(call, events, selectionOf(call, true));
	const dominant = dominantResults(rows);
	const reacted = [...dominant.values()].filter((kind) => kind !== 'delivery').length;
	return {
		destinations: destinations.length,
		...totals(rows, call.switches, (kind) => kind !== 'delivery'),
		unknown: { total: destinations.length - reacted },
		...(call.version < 3
			? {}
			: { dominant_results: { destinations: destinations.length, ...countsOf(dominant) } }),
	};
}

/** The numbers of one destination, mostly without the unique ones. */
export function destinationStatistics(call: ProductCall): object {
	const destination = destinationOf(call);
	const isMs = call.product === 'ms';
	const selection = selectionOf(call, isMs);
	selection.add((row) => row.destination === destination.id);
	const rows = rowsOf(call, call.own.mailingOf(destination).events, selection);
	const unique: readonly Kind[] = isMs ? ['click', 'impression', 'unsubscribe'] : [];
	return {
		ID: String(destination.id),
		...totals(rows, call.switches, (kind) => unique.includes(kind)),
	};
}

/** @param hasPeriod whether the call has `begintime` and `endtime`, or ignores them as any other */
function selectionOf({ parameters, switches }: ProductCall, hasPeriod: boolean) {
	const selection = new Selection<EventOf[Kind]>(switches.zone);
	if (hasPeriod) applyEventPeriod(selection, parameters, switches);
	return selection;
}

function rowsOf(call: ProductCall, events: Events, selection: Selection<EventOf[Kind]>): Rows {
	const view = { ...viewOf(call), order: 'ascending' } as const;
	const rows = KINDS.map((kind) => [kind, events[kind].select(selection, view)] as const);
	return Object.fromEntries(rows) as unknown as Rows;
}

function totals(
	rows: Rows,
	{ uniqueClicks }: ProductCall['switches'],
	hasUnique: (kind: Kind) => boolean,
): object {
	const numbers = KINDS.map((kind) => {
		const total = rows[kind].length;
		const unique = firstOfEach<EventOf[Kind]>(rows[kind], uniqueClicks).length;
		return [PATH_OF[kind], hasUnique(kind) ? { total, unique } : { total }] as const;
	});
	return Object.fromEntries(numbers) as object;
}

/** The strongest result of each destination that has one. */
function dominantResults(rows: Rows): Map<number, Kind> {
	const strongest = new Map<number, Kind>();
	for (const kind of [...BY_STRENGTH].reverse()) {
		for (const { destination } of rows[kind]) strongest.set(destination, kind);
	}
	return strongest;
}

function countsOf(dominant: ReadonlyMap<number, Kind>): object {
	const counts = BY_STRENGTH.map((kind) => {
		const count = [...dominant.values()].filter((other) => other === kind).length;
		return [PATH_OF[kind], count] as const;
	});
	return Object.fromEntries(counts) as object;
}
