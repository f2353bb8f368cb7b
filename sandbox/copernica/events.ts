import { destinationOf, mailingOf, visibleUntil, type ProductCall } from './call';
import { conditionsOf, type Condition, type Filterable } from './conditions';
import { pageOf } from './page';
import { eventPeriod } from './period';
import type { EventOf, Kind, Product } from './rows';
import { msEvent, type Level } from './shown/msEvents';
import { publisherEvent } from './shown/publisherEvents';

export type { Level } from './shown/msEvents';

/** A list of events of one kind. */
export function events<Name extends Kind>(call: ProductCall, kind: Name, level: Level): object {
	const rows = rowsOf(call, kind, level);
	const conditions = filtersOf<EventOf[Name]>(call, kind, level);
	const found =
		conditions.length === 0
			? rows
			: rows.filter((row) => conditions.every((condition) => condition(row)));
	const isUnique = hasUnique(call.product, kind) && call.parameters.boolean('unique');
	const shown = call.product === 'ms' ? msEvent(kind, level, call) : publisherEvent(kind, call);
	return pageOf(call, isUnique ? firstOfEach(found) : found, shown);
}

function rowsOf<Name extends Kind>(
	call: ProductCall,
	kind: Name,
	level: Level,
): ReadonlyArray<EventOf[Name]> {
	const { own, switches } = call;
	const until = visibleUntil(call);
	switch (level) {
		case 'account':
			return own.events[kind].in(switches.order, until);
		case 'emailing':
			return mailingOf(call).events[kind].in(switches.order, until);
		case 'destination': {
			const destination = destinationOf(call);
			const rows = own.mailingOf(destination).events[kind].in(switches.order, until);
			return rows.filter((row) => row.destination === destination.id);
		}
	}
}

function filtersOf<Row extends EventOf[Kind]>(
	call: ProductCall,
	kind: Kind,
	level: Level,
): Array<Condition<Row>> {
	const { product, parameters, switches } = call;
	const period = product === 'ms' ? eventPeriod<Row>(parameters, switches) : [];
	const filterable = filterableBy(product, kind, level);
	const everywhere: Filterable = switches.idFilter === 'everywhere' ? { id: 'id' } : {};
	return [
		...period,
		...conditionsOf<Row>(parameters.fields, { ...filterable, ...everywhere }, switches),
	];
}

/** What `fields[]` has an effect on, as the document of each list says. */
function filterableBy(product: Product, kind: Kind, level: Level): Filterable {
	const atAccount = level === 'account';
	if (product === 'ms') {
		const hasTime = kind === 'click' || (kind === 'impression' && atAccount);
		return hasTime ? { timestamp: 'time' } : {};
	}
	const hasId = atAccount && (kind === 'impression' || kind === 'delivery');
	return hasId ? { timestamp: 'time', id: 'id' } : { timestamp: 'time' };
}

function hasUnique(product: Product, kind: Kind): boolean {
	return product === 'ms' && (kind === 'click' || kind === 'unsubscribe');
}

/** The first event of each destination, of clicks the first on each link. */
export function firstOfEach<Row extends EventOf[Kind]>(rows: readonly Row[]): Row[] {
	const seen = new Set<string>();
	return rows.filter((row) => {
		const key = 'link' in row ? `${row.destination} ${row.link.id}` : String(row.destination);
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}
