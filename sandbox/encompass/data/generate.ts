import { Random } from '../../random';
import { OrderedList } from '../orderedList';
import type { Site } from '../options';
import { Store, type Mail } from '../store';
import type { Makers } from './makers';
import { draftsFor, spread } from './moments';

/** Sent messages over the time of the site, and what became of them until its end. */
export function generate(site: Site, makers: Makers): Store {
	const random = new Random(`data ${site.seed}`);
	const store = new Store();
	const share = (site.end - site.start) / site.messages;
	for (let i = 0; i < site.messages; i++) {
		const sentAt = site.start + Math.floor((i + random.fraction() / 2) * share);
		store.put(generateMail(site, makers, random, sentAt));
	}
	return store;
}

function generateMail(site: Site, makers: Makers, random: Random, sentAt: number): Mail {
	const { recipients, opens, clicks, bounces, end } = site;
	// Some of those it was sent to neither accepted nor bounced it.
	const made = makers.message(sentAt, recipients + random.int(0, 3));
	const row = { ...made, dateAdded: Math.min(end, sentAt + random.int(500, 15_000)) };
	const links = makers.links(site.links);
	const drafts = draftsFor(random, { recipients, bounces, sentAt, end });
	const people = drafts.people.map(({ dateAdded }) => makers.recipient(row.id, dateAdded));
	const idOf = (person: number) => people[person]?.id ?? 0;
	const anyone = () => idOf(random.int(0, recipients - 1));
	const moments = (count: number) => spread(random, count, sentAt, end);
	const withId = ({ person, ...moment }: (typeof drafts.deliveries)[number]) => ({
		recipientId: idOf(person),
		...moment,
	});
	return {
		row,
		links,
		lists: {
			recipient: new OrderedList(people),
			delivery: new OrderedList(drafts.deliveries.map((draft) => makers.delivery(withId(draft)))),
			bounce: new OrderedList(drafts.bounces.map((draft) => makers.bounce(withId(draft)))),
			open: new OrderedList(
				moments(opens).map((moment) => makers.open({ recipientId: anyone(), ...moment })),
			),
			click: new OrderedList(
				moments(clicks).map((moment) => makers.click({ recipientId: anyone(), ...moment }, links)),
			),
		},
	};
}
