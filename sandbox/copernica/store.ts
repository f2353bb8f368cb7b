import {
	PRODUCTS,
	type DestinationRecord,
	type EmailingRecord,
	type EventOf,
	type Kind,
	type Product,
	type ProfileRecord,
	type SubprofileRecord,
} from './rows';
import { WrittenList } from './writtenList';

export type Events = { [Name in Kind]: WrittenList<EventOf[Name]> };

function noEvents(): Events {
	return {
		click: new WrittenList(),
		impression: new WrittenList(),
		delivery: new WrittenList(),
		error: new WrittenList(),
		abuse: new WrittenList(),
		unsubscribe: new WrittenList(),
	};
}

/** An emailing with all that belongs to it. */
export interface Mailing {
	row: EmailingRecord;
	destinations: WrittenList<DestinationRecord>;
	events: Events;
}

/** What one of the two products holds. */
export class ProductStore {
	readonly emailings = new WrittenList<EmailingRecord>();
	readonly destinations = new WrittenList<DestinationRecord>();
	readonly events = noEvents();
	private readonly mailings = new Map<number, Mailing>();
	private readonly byId = new Map<number, DestinationRecord>();
	private readonly byHash = new Map<string, DestinationRecord>();

	get all(): Iterable<Mailing> {
		return this.mailings.values();
	}

	mailing(id: number): Mailing | undefined {
		return this.mailings.get(id);
	}

	/** @throws Error when there is none, which only a mistake of the sandbox can bring about */
	mailingOf({ emailing }: { emailing: number }): Mailing {
		const mailing = this.mailings.get(emailing);
		if (mailing === undefined) throw new Error(`There is no emailing ${emailing}`);
		return mailing;
	}

	destination(id: number): DestinationRecord | undefined {
		return this.byId.get(id);
	}

	destinationWith(hash: string): DestinationRecord | undefined {
		return this.byHash.get(hash);
	}

	addEmailing(row: EmailingRecord): void {
		this.emailings.push(row);
		this.mailings.set(row.id, { row, destinations: new WrittenList(), events: noEvents() });
	}

	/** @throws Error when its hash was given before */
	addDestination(row: DestinationRecord): void {
		if (this.byHash.has(row.hash)) throw new Error(`There is already a destination ${row.hash}`);
		this.destinations.push(row);
		this.mailingOf(row).destinations.push(row);
		this.byId.set(row.id, row);
		this.byHash.set(row.hash, row);
	}

	addEvent<Name extends Kind>(kind: Name, row: EventOf[Name]): void {
		this.events[kind].push(row);
		this.mailingOf(row).events[kind].push(row);
	}
}

/** Profiles or subprofiles, which are of the account and not of a product. */
export class People<Row extends { id: number }> {
	private readonly list: Row[] = [];
	private readonly byId = new Map<number, Row>();

	constructor(private readonly sort: string) {}

	get rows(): readonly Row[] {
		return this.list;
	}

	get(id: number): Row | undefined {
		return this.byId.get(id);
	}

	/** @throws Error when there is already one with that ID */
	add(row: Row): void {
		if (this.byId.has(row.id)) throw new Error(`There is already a ${this.sort} ${row.id}`);
		this.list.push(row);
		this.byId.set(row.id, row);
	}
}

/** The account's records. */
export class Store {
	readonly ms = new ProductStore();
	readonly publisher = new ProductStore();
	readonly profiles = new People<ProfileRecord>('profile');
	readonly subprofiles = new People<SubprofileRecord>('subprofile');

	get products(): Array<readonly [product: Product, store: ProductStore]> {
		return PRODUCTS.map((product) => [product, this[product]] as const);
	}
}
