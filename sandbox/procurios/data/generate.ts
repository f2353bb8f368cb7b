import { Random } from '../../random';
import type { Site } from '../options';
import type { LinkRow } from '../rows';
import type { SiteData } from '../store';
import { draftRecipients, lastUpdateOf, recipientRow, type SentEmail } from './drafts';
import { EmailMaker } from './emails';
import { EventMaker } from './events';
import { inOrderOfTime } from './inOrderOfTime';
import { PersonMaker, scannerLocations } from './people';

/** A made-up site, and what made it, so that live events can go on in the same way. */
export interface GeneratedSite {
	data: SiteData;
	emailMaker: EmailMaker;
	personMaker: PersonMaker;
}

export function generate(site: Site, botsMoveLastUpdate: boolean): GeneratedSite {
	const random = new Random(`procurios ${site.seed}`);
	const emailMaker = new EmailMaker(random);
	const personMaker = new PersonMaker(random);
	const links = new Map<number, LinkRow[]>();
	const mails = sentEmails(site, emailMaker, links);
	const drafts = draftRecipients(random, mails, site.recipients, site.end, () =>
		personMaker.person(),
	);
	const delivered = drafts.filter((draft) => draft.bounced === 0);
	const readers = delivered.length > 0 ? delivered : drafts;
	const events = new EventMaker(random, readers, scannerLocations(random), site.end);
	const opens = events.opens(site.opens);
	const clicks = events.clicks(site.clicks, links);
	const updates = drafts.map((draft) => lastUpdateOf(draft, botsMoveLastUpdate));
	const recipients = inOrderOfTime(
		drafts.map((draft, index) => recipientRow(draft, updates[index] as number)),
		updates,
	);
	const emails = mails.map((mail) => mail.row);
	return { data: { emails, recipients, opens, clicks, links }, emailMaker, personMaker };
}

/** Mails in equal steps over the first nine tenths of the site's time. */
function sentEmails(site: Site, maker: EmailMaker, links: Map<number, LinkRow[]>): SentEmail[] {
	const step = ((site.end - site.start) * 0.9) / Math.max(1, site.emails);
	return Array.from({ length: site.emails }, (_, index) => {
		const row = maker.email();
		links.set(row.trackingId, maker.links());
		return { row, sentAt: Math.floor(site.start + index * step) };
	});
}
