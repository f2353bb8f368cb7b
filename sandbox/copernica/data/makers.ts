import type { Random } from '../../random';
import type {
	DestinationRecord,
	EmailingRecord,
	LinkRecord,
	Product,
	ProfileRecord,
	SubprofileRecord,
} from '../rows';
import { EventMaker } from './eventMaker';
import { Numbers } from './numbers';
import {
	DATABASES,
	DESCRIPTIONS,
	FAMILY_NAMES,
	FROM,
	GIVEN_NAMES,
	INTERESTS,
	LINKS,
	SUBJECTS,
	TAGS,
} from './words';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const DAY_MS = 86_400_000;

/** Most emailings are for many; the others come in turn, so that a small account has them all. */
const TYPES = ['mass', 'mass', 'individual', 'mass', 'splitrun', 'mass', 'abtest', 'mass'] as const;

/** Makes rows. */
export class Makers {
	readonly numbers: Numbers;
	readonly events: EventMaker;
	private people = 0;
	private readonly emailings: Record<Product, number> = { ms: 0, publisher: 0 };

	constructor(
		private readonly random: Random,
		idStep: number,
	) {
		this.numbers = new Numbers(random, idStep);
		this.events = new EventMaker(random);
	}

	profile(created: number, database = this.random.chance(0.1) ? 1 : 0): ProfileRecord {
		const { random } = this;
		const { id, addressField } = of(DATABASES, database);
		const number = this.people++;
		const modified = created + random.int(0, DAY_MS);
		return {
			id: this.numbers.next('profile'),
			fields: {
				firstname: random.pick(GIVEN_NAMES),
				lastname: random.pick(FAMILY_NAMES),
				[addressField]: `klant+${number}@people.example`,
				customerid: String(number).padStart(6, '0'),
			},
			interests: INTERESTS.filter(() => random.chance(0.3)),
			database: id,
			secret: random.hex(16),
			created,
			modified: seconds(modified),
			removed: null,
		};
	}

	subprofile({ id, created, modified }: ProfileRecord): SubprofileRecord {
		return {
			id: this.numbers.next('subprofile'),
			fields: { order: String(this.random.int(1000, 9999)) },
			profile: id,
			collection: 71,
			secret: this.random.hex(16),
			created,
			modified,
			removed: null,
		};
	}

	emailing(product: Product, timestamp: number): EmailingRecord {
		const { random } = this;
		const number = this.emailings[product]++;
		const [fromName, fromEmail] = of(FROM, number);
		const first = random.int(0, LINKS.length - 1);
		return {
			product,
			id: this.numbers.next(`${product} emailing`),
			timestamp,
			written: timestamp,
			template: 801 + (number % 3),
			document: product === 'publisher' ? 401 + (number % 4) : null,
			subject: of(SUBJECTS, number),
			description: of(DESCRIPTIONS, number),
			fromName,
			fromEmail,
			type: of(TYPES, number),
			followup: number % 4 === 1,
			test: product === 'publisher' && number % 5 === 3,
			contentType: of(['html', 'both', 'text'], number),
			target:
				number % 3 === 1
					? {
							type: 'collection',
							sources: [
								{ id: '71', type: 'collection' },
								{ id: '61', type: 'database' },
							],
						}
					: { type: 'database', sources: [{ id: '61', type: 'database' }] },
			tags: [of(TAGS, number), of(TAGS, number + 2)],
			links: [0, 1, 2].map((step) => this.link(...of(LINKS, first + step))),
		};
	}

	link(url: string, title = ''): LinkRecord {
		return { id: this.numbers.next('link'), url, title };
	}

	/** @param person to whom; of a deleted one only the address is known */
	destination(
		mailing: EmailingRecord,
		timestamp: number,
		person: Pick<DestinationRecord, 'profile' | 'subprofile' | 'email'>,
	): DestinationRecord {
		const { product, id: emailing } = mailing;
		return {
			product,
			id: this.numbers.next(`${product} destination`),
			hash: product === 'ms' ? this.word(16) : this.random.hex(16),
			timestamp,
			written: timestamp,
			emailing,
			...person,
		};
	}

	private word(length: number): string {
		return Array.from({ length }, () => LETTERS[this.random.int(0, 35)]).join('');
	}
}

/** The name of the field in which the profile's database has the address. */
export function addressField({ database }: Pick<ProfileRecord, 'database'>): string {
	return DATABASES.find(({ id }) => id === database)?.addressField ?? 'email';
}

export function addressOf(row: ProfileRecord): string {
	return row.fields[addressField(row)] ?? '';
}

/** A time in whole seconds, as all of the vendor's are. */
export function seconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000) * 1000;
}

/** The entry of that number, from the start again behind the last. */
function of<Entry>(entries: readonly Entry[], number: number): Entry {
	return entries[number % entries.length] as Entry;
}
