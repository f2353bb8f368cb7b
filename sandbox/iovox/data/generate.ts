import { Random } from '../../random';
import { vendorDate } from '../dates';
import type { Site } from '../options';
import { tidied, type Disposition, type MailRow } from '../rows';
import { Store } from '../store';
import { Makers, type Parties } from './makers';

const FAILURES: readonly Disposition[] = [
	'noMxRecord',
	'undeliverable',
	'received_bounced',
	'expired',
	'no_rules',
	'rule_error',
];

const MINUTE_MS = 60_000;
/** How long the vendor tries. */
const EXPIRY_MS = 24 * 60 * MINUTE_MS;
/** Conversations that can still be answered. */
const OPEN_CONVERSATIONS = 50;

/** An account with mails that were received from start to end, in the state they are in at the end. */
export function generate(site: Site): { store: Store; makers: Makers } {
	const random = new Random(`iovox ${site.seed}`);
	const { conversationShare, proxyDomains } = site;
	const makers = new Makers(random, proxyDomains, conversationShare / 2);
	for (let i = 0; i < site.links; i++) makers.links.push(makers.link());
	const open: MailRow[] = [];
	const rows = receiveTimes(random, site).map((received, number) => {
		const before = random.chance(conversationShare / 2)
			? open.at(-1 - random.int(0, 9))
			: undefined;
		const parties = before === undefined ? makers.mail() : makers.reply(before);
		const row = fated(random, site, { parties, received, number });
		if (row.conversation_id !== undefined && open.push(row) > OPEN_CONVERSATIONS) open.shift();
		return row;
	});
	return { store: new Store(rows, makers.links), makers };
}

/** Milliseconds since 1970, rising; now and then several mails in one second. */
function receiveTimes(random: Random, { mails, start, end }: Site): number[] {
	const times = Array.from({ length: mails }, () =>
		Math.floor(start + random.fraction() * (end - start)),
	).sort((a, b) => a - b);
	return times.map((time, index) => (random.chance(0.06) ? (times[index - 1] ?? time) : time));
}

interface Draft {
	parties: Parties;
	received: number;
	number: number;
}

/** What became of the mail until the end. */
function fated(random: Random, site: Site, { parties, received, number }: Draft): MailRow {
	const mail = { ...parties, receive_date: vendorDate(received) };
	const state = (disposition: Disposition, more: Partial<MailRow> = {}) =>
		tidied({ ...mail, ...more, disposition });
	const { end, mails, failShare } = site;
	// Goes by the number and not by chance, so that a small account has it all.
	if (number === mails - 1) return state('received');
	if (number === mails - 2) return state('queued');
	const failures = Math.round(number * failShare);
	const fails = Math.round((number + 1) * failShare) > failures;
	const fate = fails ? FAILURES[failures % FAILURES.length] : undefined;
	if (fate === 'expired') return state(end - received > EXPIRY_MS ? fate : 'queued');
	if (fate !== undefined && fate !== 'received_bounced') return state(fate);
	const late = random.chance(0.02);
	const delivered = received + (late ? random.int(5, 180) * MINUTE_MS : random.int(500, 60_000));
	if (delivered > end) return state(late ? 'queued' : 'received');
	const delivery_date = vendorDate(delivered);
	if (fate !== undefined) return state(fate, { delivery_date });
	if (!random.chance(site.readShare)) return state('sent', { delivery_date });
	// Most are read soon.
	const read = delivered + random.fraction() ** 4 * (end - delivered);
	return state('sent', {
		delivery_date,
		read_disposition: 'read',
		read_first_date: vendorDate(read),
	});
}
