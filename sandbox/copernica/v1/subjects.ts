import { noEntity } from '../body';
import { idOf, type Call } from '../call';
import type { DestinationRecord, Product } from '../rows';
import type { Mailing } from '../store';

/** What the events of a v1 call belong to. */
export interface Subject {
	/** Emailings with the destinations that count, by `id`; undefined for all of them. */
	parts: Array<{ product: Product; mailing: Mailing; destinations?: Set<number> }>;
	/** For one message: when it was sent. */
	sent?: number;
}

/** One message: Marketing Suite's, or `old`, Publisher's. @throws Refusal when there is none */
export function message({ store, id }: Call, product: Product): Subject {
	const row = store[product].destinationWith(id);
	if (row === undefined) throw noEntity();
	const mailing = store[product].mailingOf(row);
	return {
		parts: [{ product, mailing, destinations: new Set([row.id]) }],
		sent: row.timestamp,
	};
}

/** All messages to an address. */
export function address(call: Call): Subject {
	const wanted = call.id.toLowerCase();
	return ofDestinations(call, ({ email }) => email.toLowerCase() === wanted);
}

/** @throws Refusal when there is no such profile or subprofile */
export function person(call: Call, sort: 'profile' | 'subprofile'): Subject {
	const id = idOf(call);
	if (call.store[`${sort}s`].get(id) === undefined) throw noEntity();
	return ofDestinations(call, (row) => row[sort] === id);
}

/** The messages that carry all the tags. */
export function tagged(call: Call): Subject {
	return ofMailings(call, ['ms', 'publisher'], (mailing) => hasTags(mailing, call.id));
}

/** A template of either product, or a document of Publisher. @throws Refusal when none is known */
export function template(call: Call, product: Product, sort: 'template' | 'document'): Subject {
	const id = idOf(call);
	const subject = ofMailings(call, [product], ({ row }) => row[sort] === id);
	if (subject.parts.length === 0) throw noEntity();
	return subject;
}

/** @param tags joined by `;` */
export function hasTags({ row }: Mailing, tags: string): boolean {
	return tags.split(';').every((tag) => row.tags.includes(tag));
}

function ofMailings(
	{ store }: Call,
	products: readonly Product[],
	counts: (mailing: Mailing) => boolean,
): Subject {
	return {
		parts: products.flatMap((product) =>
			[...store[product].all].filter(counts).map((mailing) => ({ product, mailing })),
		),
	};
}

function ofDestinations({ store }: Call, counts: (row: DestinationRecord) => boolean): Subject {
	const parts = store.products.flatMap(([product, own]) => {
		const found = new Map<Mailing, Set<number>>();
		for (const row of own.destinations.rows.filter(counts)) {
			const mailing = own.mailingOf(row);
			found.set(mailing, (found.get(mailing) ?? new Set()).add(row.id));
		}
		return [...found].map(([mailing, destinations]) => ({ product, mailing, destinations }));
	});
	return { parts };
}
