import type { HistoryEntry } from './history';
import { showAs } from '../shownAs';
import { addressOf } from './data/makers';
import { filled } from './filled';
import type { GivenDestination, GivenEmailing, GivenEvent, Time } from './given';
import { PeopleChanges } from './people';
import {
	PRODUCTS,
	type DestinationRecord,
	type EmailingRecord,
	type EventOf,
	type Kind,
	type LinkRecord,
	type Product,
	type Written,
} from './rows';

/** Events happen to the messages that were sent last. */
const BUSY = 500;

/** @throws Error for a product that there is not */
function productOf({ product = 'ms' }: { product?: Product }): Product {
	if (!PRODUCTS.includes(product)) throw new Error(`There is no product "${product}"`);
	return product;
}

/** Writes to the account now. What is not said is made up. Every method returns the new row. */
export class Changes extends PeopleChanges {
	/**
	 * @param destinations how many people it is sent to, at the time of the emailing
	 * @throws Error for a field or value that cannot be, as every method
	 */
	emailing(given: GivenEmailing = {}, destinations = 0): EmailingRecord {
		const { store, makers } = this.parts;
		const { links, ...others } = given;
		const product = productOf(given);
		const made = makers.emailing(product, this.now());
		const row = this.filledRow(made, {
			...others,
			links: links?.map((link) => (typeof link === 'string' ? makers.link(link) : link)),
		});
		makers.numbers.skip(`${product} emailing`, row.id);
		store[product].addEmailing(row);
		this.note('emailing', product, row);
		for (let i = 0; i < destinations; i++) {
			this.destination({ product, emailing: row.id, timestamp: row.timestamp });
		}
		return row;
	}

	/** A message to one person. */
	destination(given: GivenDestination = {}): DestinationRecord {
		const { store, makers } = this.parts;
		const product = productOf(given);
		const emailing = this.emailingFor(product, given.emailing);
		const made = makers.destination(emailing, this.now(), this.personFor(given));
		const row = this.filledRow(made, given);
		makers.numbers.skip(`${product} destination`, row.id);
		store[product].addDestination(row);
		this.note('destination', product, row);
		return row;
	}

	click(given: GivenEvent<'click'> = {}): EventOf['click'] {
		return this.event('click', given);
	}

	impression(given: GivenEvent<'impression'> = {}): EventOf['impression'] {
		return this.event('impression', given);
	}

	delivery(given: GivenEvent<'delivery'> = {}): EventOf['delivery'] {
		return this.event('delivery', given);
	}

	error(given: GivenEvent<'error'> = {}): EventOf['error'] {
		return this.event('error', given);
	}

	abuse(given: GivenEvent<'abuse'> = {}): EventOf['abuse'] {
		return this.event('abuse', given);
	}

	unsubscribe(given: GivenEvent<'unsubscribe'> = {}): EventOf['unsubscribe'] {
		return this.event('unsubscribe', given);
	}

	private event<Name extends Kind>(kind: Name, given: GivenEvent<Name>): EventOf[Name] {
		const { store, makers } = this.parts;
		const { product: asked, emailing, destination, ...others } = given;
		const product = productOf({ product: asked });
		const to = this.destinationFor(product, { emailing, destination });
		const { links } = store[product].mailingOf(to).row;
		const made = {
			id: makers.numbers.next(`${product} ${kind}`),
			timestamp: this.now(),
			written: 0,
			emailing: to.emailing,
			destination: to.id,
			...makers.events.details(kind, links),
		} as EventOf[Name];
		const link =
			'link' in others ? { link: this.linkFor(links, (others as GivenEvent<'click'>).link) } : {};
		const row = this.filledRow(made, { ...others, ...link });
		makers.numbers.skip(`${product} ${kind}`, row.id);
		store[product].addEvent(kind, row);
		this.note(kind, product, row);
		return row;
	}

	private filledRow<Row extends Written>(made: Row, given: object): Row {
		const { timestamp, shown, ...others } = given as { timestamp?: Time; shown?: object };
		const row = filled(made, others);
		showAs(row, shown);
		row.written = this.parts.now();
		if (timestamp !== undefined) row.timestamp = this.time(timestamp);
		return row;
	}

	private emailingFor(product: Product, id: number | undefined): EmailingRecord {
		const { emailings } = this.parts.store[product];
		if (id === undefined) return emailings.rows.at(-1) ?? this.emailing({ product });
		return this.parts.store[product].mailingOf({ emailing: id }).row;
	}

	private personFor({ profile, subprofile }: GivenDestination) {
		const { profiles, subprofiles } = this.parts.store;
		const { random } = this.parts;
		if (profile === null) return { profile, subprofile: null, email: 'gast@people.example' };
		const id = profile ?? subprofiles.get(subprofile ?? 0)?.profile;
		const row =
			id === undefined
				? profiles.rows.length > 0
					? random.pick(profiles.rows)
					: this.profile()
				: profiles.get(id);
		if (row === undefined) throw new Error(`There is no profile ${id}`);
		return { profile: row.id, subprofile: null, email: addressOf(row) };
	}

	private destinationFor(
		product: Product,
		{ emailing, destination }: { emailing?: number; destination?: number | string },
	): DestinationRecord {
		const own = this.parts.store[product];
		if (destination !== undefined) {
			const row =
				typeof destination === 'string'
					? own.destinationWith(destination)
					: own.destination(destination);
			if (row === undefined) throw new Error(`There is no destination ${destination}`);
			return row;
		}
		const { rows } =
			emailing === undefined ? own.destinations : own.mailingOf({ emailing }).destinations;
		if (rows.length === 0) return this.destination({ product, emailing });
		return rows[
			this.parts.random.int(Math.max(0, rows.length - BUSY), rows.length - 1)
		] as DestinationRecord;
	}

	/** A URL that the emailing has not had so far becomes one of its links. */
	private linkFor(links: LinkRecord[], link: string | LinkRecord | undefined) {
		if (typeof link !== 'string') return link;
		const known = links.find(({ url }) => url === link);
		if (known !== undefined) return known;
		const made = this.parts.makers.link(link);
		links.push(made);
		return made;
	}

	private note(
		kind: Kind | 'emailing' | 'destination',
		product: Product,
		row: EventOf[Kind] | EmailingRecord | DestinationRecord,
	): void {
		const times = { at: row.written, happened: row.timestamp };
		this.parts.history.note({ kind, product, row, ...times } as HistoryEntry);
	}
}
