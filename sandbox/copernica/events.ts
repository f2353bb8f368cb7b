import { destinationOf, mailingOf, viewOf, type ProductCall } from './call';
import { applyFields, type Filterable } from './conditions';
import { pageOf } from './page';
import { applyEventPeriod } from './period';
import type { EventOf, Kind, Product } from './rows';
import { Selection } from './selection';
import { msEvent, type Level } from './shown/msEvents';
import { publisherEvent } from './shown/publisherEvents';
import type { CopernicaSwitches } from './switches';

export type { Level } from './shown/msEvents';

/** A list of events of one kind. */
export function events<Name extends Kind>(call: ProductCall, kind: Name, level: Level): object {
	const rows = rowsOf(call, kind, level);
	const isUnique = hasUnique(call.product, kind) && call.parameters.boolean('unique');
	const shown = call.product === 'ms' ? msEvent(kind, level, call) : publisherEvent(kind, call);
	return pageOf(call, isUnique ? firstOfEach(rows, 'perLink') : rows, shown);
}

function rowsOf<Name extends Kind>(
	call: ProductCall,
	kind: Name,
	level: Level,
): ReadonlyArray<EventOf[Name]> {
	const { own } = call;
	const selection = selectionOf<EventOf[Name]>(call, kind, level);
	const view = viewOf(call);
	switch (level) {
		case 'account':
			return own.events[kind].select(selection, view);
		case 'emailing':
			return mailingOf(call).events[kind].select(selection, view);
		case 'destination': {
			const destination = destinationOf(call);
			selection.add((row) => row.destination === destination.id);
			return own.mailingOf(destination).events[kind].select(selection, view);
		}
	}
}

function selectionOf<Row extends EventOf[Kind]>(
	{ product, parameters, switches }: ProductCall,
	kind: Kind,
	level: Level,
): Selection<Row> {
	const selection = new Selection<Row>(switches.zone);
	if (product === 'ms') applyEventPeriod(selection, parameters, switches);
	const everywhere: Filterable = switches.idFilter === 'everywhere' ? { id: 'id' } : {};
	const filterable = { ...filterableBy(product, kind, level), ...everywhere };
	applyFields(selection, parameters.fields, filterable, switches);
	return selection;
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

/** The first event of each destination; of clicks, if they count per link, the first on each. */
export function firstOfEach<Row extends EventOf[Kind]>(
	rows: readonly Row[],
	clicks: CopernicaSwitches['uniqueClicks'],
): Row[] {
	const seen = new Set<string>();
	return rows.filter((row) => {
		const isPerLink = 'link' in row && clicks === 'perLink';
		const key = isPerLink ? `${row.destination} ${row.link.id}` : String(row.destination);
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}
