import { destinationOf, mailingOf, visibleUntil, type ProductCall } from './call';
import { firstOfEach } from './events';
import { eventPeriod } from './period';
import { KINDS, PATH_OF, type EventOf, type Kind } from './rows';

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
	const rows = rowsOf(call, true, (kind) => events[kind].in('ascending', visibleUntil(call)));
	const dominant = dominantResults(rows);
	const reacted = [...dominant.values()].filter((kind) => kind !== 'delivery').length;
	return {
		destinations: destinations.length,
		...totals(rows, (kind) => kind !== 'delivery'),
		unknown: { total: destinations.length - reacted },
		...(call.version < 3
			? {}
			: { dominant_results: { destinations: destinations.length, ...countsOf(dominant) } }),
	};
}

/** The numbers of one destination, mostly without the unique ones. */
export function destinationStatistics(call: ProductCall): object {
	const destination = destinationOf(call);
	const { events } = call.own.mailingOf(destination);
	const isMs = call.product === 'ms';
	const rows = rowsOf(call, isMs, (kind) =>
		events[kind]
			.in('ascending', visibleUntil(call))
			.filter((row) => row.destination === destination.id),
	);
	const unique: readonly Kind[] = isMs ? ['click', 'impression', 'unsubscribe'] : [];
	return { ID: String(destination.id), ...totals(rows, (kind) => unique.includes(kind)) };
}

/** @param hasPeriod whether the call has `begintime` and `endtime`, or ignores them as any other */
function rowsOf(
	{ parameters, switches }: ProductCall,
	hasPeriod: boolean,
	all: (kind: Kind) => ReadonlyArray<EventOf[Kind]>,
): Rows {
	const conditions = hasPeriod ? eventPeriod<EventOf[Kind]>(parameters, switches) : [];
	const isIn = (row: EventOf[Kind]) => conditions.every((condition) => condition(row));
	return Object.fromEntries(KINDS.map((kind) => [kind, all(kind).filter(isIn)])) as unknown as Rows;
}

function totals(rows: Rows, hasUnique: (kind: Kind) => boolean): object {
	const numbers = KINDS.map((kind) => {
		const total = rows[kind].length;
		const unique = firstOfEach<EventOf[Kind]>(rows[kind]).length;
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
