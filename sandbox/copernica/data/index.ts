import {
	KINDS,
	PATH_OF,
	type DestinationRecord,
	type EmailingRecord,
	type EventOf,
	type Kind,
	type Product,
	type ProfileRecord,
	type SubprofileRecord,
} from '../rows';
import type { ProductStore, Store } from '../store';

/** What the account holds now, in the order of writing. For reading only. */
export interface CopernicaData {
	emailings(product: Product): readonly EmailingRecord[];
	destinations(product: Product): readonly DestinationRecord[];
	/** @param emailing only those of one; none where there is no such emailing */
	events<Name extends Kind>(
		product: Product,
		kind: Name,
		emailing?: number,
	): ReadonlyArray<EventOf[Name]>;
	/** By its number. */
	destination(product: Product, id: number): DestinationRecord | undefined;
	readonly profiles: readonly ProfileRecord[];
	readonly subprofiles: readonly SubprofileRecord[];
}

export function dataOf(store: Store): CopernicaData {
	return {
		emailings: (product) => store[product].emailings.rows,
		destinations: (product) => store[product].destinations.rows,
		events: (product, kind, emailing) => {
			const own = store[product];
			return emailing === undefined
				? own.events[kind].rows
				: (own.mailing(emailing)?.events[kind].rows ?? []);
		},
		destination: (product, id) => store[product].destination(id),
		get profiles() {
			return store.profiles.rows;
		},
		get subprofiles() {
			return store.subprofiles.rows;
		},
	};
}

/** Numbers of rows, by product. */
export function countsOf(store: Store) {
	return {
		ms: sizesOf(store.ms),
		publisher: sizesOf(store.publisher),
		profiles: store.profiles.rows.length,
		subprofiles: store.subprofiles.rows.length,
	};
}

function sizesOf({ emailings, destinations, events }: ProductStore): Record<string, number> {
	return {
		emailings: emailings.length,
		destinations: destinations.length,
		...Object.fromEntries(KINDS.map((kind) => [PATH_OF[kind], events[kind].length])),
	};
}
