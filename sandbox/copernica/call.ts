import type { FaultKind } from '../faults';
import { noEntity } from './body';
import type { Parameters } from './parameters';
import type { DestinationRecord, Product } from './rows';
import type { Mailing, ProductStore, Store } from './store';
import type { CopernicaSwitches } from './switches';
import type { View } from './writtenList';

export interface CallParts {
	store: Store;
	switches: CopernicaSwitches;
	now(): number;
}

/** A request that was understood, and all that its answer comes from. */
export interface Call extends CallParts {
	version: number;
	parameters: Parameters;
	/** What stands in the path for `:id`; decoded. */
	id: string;
	fault?: FaultKind;
}

/** A call of one of the products. */
export interface ProductCall extends Call {
	product: Product;
	own: ProductStore;
}

/** Rows written after this moment are not to be seen yet. */
export function visibleUntil({ switches, now }: CallParts): number {
	return now() - switches.lateSeconds * 1000;
}

/** How lists are to be read. */
export function viewOf(call: CallParts): View {
	return { order: call.switches.order, until: visibleUntil(call) };
}

/** A numeric ID. @throws Refusal for any other text */
export function idOf({ id }: Call): number {
	if (!/^[1-9]\d{0,14}$/.test(id)) throw noEntity();
	return Number(id);
}

/** @throws Refusal when there is no such emailing */
export function mailingOf(call: ProductCall): Mailing {
	const mailing = call.own.mailing(idOf(call));
	if (mailing === undefined) throw noEntity();
	return mailing;
}

/**
 * Marketing Suite takes the number or the hash, Publisher the hash, and perhaps the number.
 *
 * @throws Refusal when there is no such destination
 */
export function destinationOf(call: ProductCall): DestinationRecord {
	const { id, own, product, switches } = call;
	const byNumber = product === 'ms' || switches.publisherDestinationByInternal;
	const isNumber = /^[1-9]\d{0,14}$/.test(id);
	const found =
		own.destinationWith(id) ?? (isNumber && byNumber ? own.destination(Number(id)) : undefined);
	if (found === undefined) throw noEntity();
	return found;
}
