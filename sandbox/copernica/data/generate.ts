import { Random } from '../../random';
import type { Site, Sizes } from '../options';
import {
	KINDS,
	PRODUCTS,
	type DestinationRecord,
	type EventOf,
	type Kind,
	type Product,
	type ProfileRecord,
} from '../rows';
import { Store, type ProductStore } from '../store';
import { addressOf, Makers, seconds } from './makers';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Messages of an emailing that leave in one second. */
const PER_SECOND = 40;

const SIZE_OF: Readonly<Record<Kind, keyof Sizes>> = {
	click: 'clicks',
	impression: 'impressions',
	delivery: 'deliveries',
	error: 'errors',
	abuse: 'abuses',
	unsubscribe: 'unsubscribes',
};

/** An account with all that was sent and happened from start to end. */
export function generate(site: Site): { store: Store; makers: Makers } {
	const random = new Random(`copernica ${site.seed}`);
	const makers = new Makers(random, site.idStep);
	const store = new Store();
	addPeople(site, store, makers);
	for (const product of PRODUCTS) new Generator(site, product, store, makers, random).fill();
	return { store, makers };
}

/** Goes by the number and not by chance, so that a small account has it all. */
function addPeople({ profiles, start }: Site, store: Store, makers: Makers): void {
	for (let number = 0; number < profiles; number++) {
		const created = seconds(start - (1 + (number % 300)) * DAY_MS);
		const row = makers.profile(created, number % 10 === 4 ? 1 : 0);
		if (number % 20 === 7) row.removed = seconds(start);
		store.profiles.add(row);
		if (number % 8 === 3) {
			const subprofile = makers.subprofile(row);
			store.subprofiles.add(subprofile);
		}
	}
}

/** Fills one product. */
class Generator {
	private readonly own: ProductStore;
	private readonly sizes: Sizes;
	private readonly people: readonly ProfileRecord[];
	private readonly subprofiles: ReadonlyMap<number, number>;

	constructor(
		private readonly site: Site,
		private readonly product: Product,
		store: Store,
		private readonly makers: Makers,
		private readonly random: Random,
	) {
		this.own = store[product];
		this.sizes = site[product];
		this.people = store.profiles.rows;
		this.subprofiles = new Map(store.subprofiles.rows.map((row) => [row.profile, row.id]));
	}

	fill(): void {
		this.addEmailings();
		this.addDestinations();
		for (const kind of KINDS) this.addEvents(kind);
	}

	private addEmailings(): void {
		const { start, end } = this.site;
		const { emailings } = this.sizes;
		for (let number = 0; number < emailings; number++) {
			const at = start + ((end - start) * number) / emailings;
			this.own.addEmailing(
				this.makers.emailing(this.product, seconds(Math.ceil(at / 1000) * 1000)),
			);
		}
	}

	/** One for each emailing, the rest for those that are sent to many. */
	private addDestinations(): void {
		const { rows } = this.own.emailings;
		const many = rows.filter((row) => row.type !== 'individual');
		const counts = new Map(
			rows.map((row, index) => [row, index < this.sizes.destinations ? 1 : 0]),
		);
		const rest = Math.max(0, this.sizes.destinations - rows.length);
		const [first] = rows;
		many.forEach((row, index) => {
			const share = Math.floor(((index + 1) * rest) / many.length);
			const before = Math.floor((index * rest) / many.length);
			counts.set(row, (counts.get(row) ?? 0) + share - before);
		});
		if (many.length === 0 && first !== undefined) counts.set(first, 1 + rest);
		for (const [row, count] of counts) {
			for (let number = 0; number < count; number++) {
				const sent = row.timestamp + Math.floor(number / PER_SECOND) * 1000;
				const timestamp = Math.min(sent, seconds(this.site.end));
				this.own.addDestination(this.makers.destination(row, timestamp, this.person()));
			}
		}
	}

	/** One in fifty was deleted since, and one in three with a subprofile got it by that. */
	private person(): Pick<DestinationRecord, 'profile' | 'subprofile' | 'email'> {
		const row = this.people.length > 0 ? this.random.pick(this.people) : undefined;
		const number = this.own.destinations.length;
		if (row === undefined || number % 50 === 31) {
			return { profile: null, subprofile: null, email: `gast+${number}@people.example` };
		}
		const subprofile = this.random.chance(0.3) ? this.subprofiles.get(row.id) : undefined;
		return { profile: row.id, subprofile: subprofile ?? null, email: addressOf(row) };
	}

	private addEvents(kind: Kind): void {
		const count = this.sizes[SIZE_OF[kind]];
		if (count === 0) return;
		const drafts = kind === 'delivery' ? this.deliveries(count) : this.reactions(kind, count);
		for (const { to, timestamp, written } of drafts) {
			const { emailing, id: destination } = to;
			const { links } = this.own.mailingOf(to).row;
			const base = {
				id: this.makers.numbers.next(`${this.product} ${kind}`),
				timestamp: seconds(timestamp),
				written: Math.floor(written),
				emailing,
				destination,
			};
			const row = { ...base, ...this.makers.events.details(kind, links) };
			this.own.addEvent(kind, row as EventOf[typeof kind]);
		}
	}

	/** Each destination in turn, soon after it was sent to; some after being tried for hours. */
	private deliveries(count: number): Draft[] {
		const { rows } = this.own.destinations;
		const { end } = this.site;
		const drafts = Array.from({ length: count }, (_, number): Draft => {
			const to = rows[Math.floor((number * rows.length) / count)] as DestinationRecord;
			const most = this.random.chance(0.05) ? 180 * MINUTE_MS : 30_000;
			const timestamp = Math.min(end, to.timestamp + this.random.int(1000, most));
			const late = this.random.chance(0.04) ? this.random.int(1000, 5 * MINUTE_MS) : 0;
			return { to, timestamp, written: Math.min(end, timestamp + late) };
		});
		return drafts.sort((a, b) => a.written - b.written);
	}

	/** Mostly to what was sent last; some are written late, bounces and complaints by days. */
	private *reactions(kind: Kind, count: number): Iterable<Draft> {
		const { random } = this;
		const { rows } = this.own.destinations;
		const start = rows[0]?.timestamp ?? 0;
		const span = this.site.end - start;
		const times = Float64Array.from(
			{ length: count },
			() => start + random.fraction() * span,
		).sort();
		const slow = kind === 'error' || kind === 'abuse';
		let known = 0;
		let before = start;
		for (const time of times) {
			const written = random.chance(0.06) ? before : time;
			before = written;
			while (known < rows.length && (rows[known]?.timestamp ?? 0) <= written) known += 1;
			const back = Math.floor(random.fraction() ** 2 * known);
			const to = rows[known - 1 - back] as DestinationRecord;
			const isLate = random.chance(slow ? 0.5 : 0.04);
			const delay = isLate ? random.int(1000, slow ? 2 * DAY_MS : 10 * MINUTE_MS) : 0;
			yield { to, timestamp: Math.max(to.timestamp, written - delay), written };
		}
	}
}

interface Draft {
	to: DestinationRecord;
	/** Milliseconds since 1970. */
	timestamp: number;
	written: number;
}
