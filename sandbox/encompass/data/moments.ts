import type { Random } from '../../random';
import type { Moment } from './makers';

interface PersonMoment extends Moment {
	/** The number of the recipient in its message. */
	person: number;
}

interface Wanted {
	recipients: number;
	bounces: number;
	sentAt: number;
	end: number;
}

interface Drafts {
	/** When each recipient was written. */
	people: Moment[];
	deliveries: PersonMoment[];
	bounces: PersonMoment[];
}

const MAILS_PER_SECOND = 20;
const HOUR_MS = 3_600_000;

/** Moments of reading, many soon after the sending and few later; in order of writing. */
export function spread(random: Random, count: number, sentAt: number, end: number): Moment[] {
	const moments = Array.from({ length: count }, () => {
		const timestamp = sentAt + Math.floor(random.fraction() ** 4 * (end - sentAt));
		return written(random, timestamp, end);
	});
	return inBulk(random, moments.sort(byWriting));
}

/**
 * Everyone's mail is delivered or bounces. Some of the bounces are second ones of the same person,
 * and some come beside a delivery; a few people get it twice.
 */
export function draftsFor(random: Random, { recipients, bounces, sentAt, end }: Wanted): Drafts {
	const lasting = Math.min((recipients / MAILS_PER_SECOND) * 1000, (end - sentAt) / 2);
	const arrivals = Array.from({ length: recipients }, (_, index) => {
		const timestamp = sentAt + Math.floor((index / recipients) * lasting);
		return written(random, timestamp, end);
	});
	const people = inBulk(random, arrivals.sort(byWriting));
	const refused = new Set<number>();
	const wantRefused = Math.min(Math.ceil(bounces / 2), recipients);
	while (refused.size < wantRefused) refused.add(random.int(0, recipients - 1));
	const arrived = people.map((moment, person) => ({ person, ...moment }));
	const again = (person: number) => ({ person, ...written(random, sentAt + lasting, end) });
	const anyone = () => random.int(0, recipients - 1);
	const [firstRefused = 0] = refused;
	const furtherBounces = Array.from({ length: bounces - refused.size }, (_, index) =>
		again(index === 0 ? firstRefused : anyone()),
	);
	const twice = Array.from({ length: Math.ceil(recipients * 0.02) }, () => again(anyone()));
	return {
		people,
		deliveries: [...arrived.filter(({ person }) => !refused.has(person)), ...twice].sort(byWriting),
		bounces: [...arrived.filter(({ person }) => refused.has(person)), ...furtherBounces].sort(
			byWriting,
		),
	};
}

/** A little after it happened. */
function written(random: Random, at: number, end: number): Moment {
	const timestamp = Math.min(end, Math.floor(at));
	return { timestamp, dateAdded: Math.min(end, timestamp + random.int(150, 15_000)) };
}

/** Now and then several rows are written in one go, none more than an hour late. */
function inBulk(random: Random, moments: Moment[]): Moment[] {
	for (let first = 0; first < moments.length; first++) {
		if (!random.chance(0.15)) continue;
		const last = Math.min(moments.length - 1, first + random.int(1, 5));
		const { dateAdded } = moments[last] as Moment;
		for (const moment of moments.slice(first, last)) {
			if (dateAdded - moment.dateAdded < HOUR_MS) moment.dateAdded = dateAdded;
		}
		first = last;
	}
	return moments;
}

function byWriting(a: Moment, b: Moment): number {
	return a.dateAdded - b.dateAdded;
}
