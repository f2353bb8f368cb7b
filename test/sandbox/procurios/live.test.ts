import type { LiveOptions, ProcuriosHistoryEntry, ProcuriosSandbox } from '../../../sandbox';
import { busy, NOW } from '../vendors';

type Entry<Kind> = Extract<ProcuriosHistoryEntry, { kind: Kind }>;

/** What was written of one kind, in order. */
function entriesOf<Kind extends ProcuriosHistoryEntry['kind']>(
	site: ProcuriosSandbox,
	kind: Kind,
): Array<Entry<Kind>> {
	return site.history.filter((entry): entry is Entry<Kind> => entry.kind === kind);
}

/** After five hundred opens. */
const busySite = async (options: LiveOptions = {}) =>
	await busy('procurios', 1_000, options, { opens: 500 });

it('keeps the lists in order, and every event of the history in them', async () => {
	const site = await busySite();
	const { opens, clicks, recipients, emails } = site.data;
	for (const rows of [opens, clicks]) {
		const keys = rows.map((row) => `${row.date}_${row.trackingCode}_${row.location}`);
		expect(keys).toEqual([...keys].sort());
	}
	const keys = recipients.map((row) => `${row.lastUpdate}_${row.trackingCode}`);
	expect(keys).toEqual([...keys].sort());
	expect(new Set(recipients.map((row) => row.trackingCode)).size).toBe(recipients.length);
	const counts = { opens: opens.length, clicks: clicks.length, emails: emails.length };
	expect(counts).toEqual({
		opens: 500 + entriesOf(site, 'open').length,
		clicks: 200 + entriesOf(site, 'click').length,
		emails: 5 + entriesOf(site, 'email').length,
	});
	expect(entriesOf(site, 'email').length).toBeGreaterThan(0);
});

it('ends with the last state of each recipient in the history', async () => {
	const site = await busySite();
	const last = new Map<string, object>();
	for (const { row } of entriesOf(site, 'recipient')) last.set(row.trackingCode, row);
	expect(last.size).toBeGreaterThan(50);
	for (const [trackingCode, row] of last) {
		expect(site.data.recipients.find((one) => one.trackingCode === trackingCode)).toEqual(row);
	}
});

it('has bots and people, identical rows, unsubscribes, and bounces with an old date', async () => {
	const site = await busySite();
	const opens = entriesOf(site, 'open').map(({ row }) => row);
	expect(new Set(opens.map((row) => row.bot))).toEqual(new Set([true, false]));
	expect(new Set(opens.map((row) => JSON.stringify(row))).size).toBeLessThan(opens.length);
	const changes = entriesOf(site, 'recipient').map(({ row }) => row);
	const recent = (date: string | null) => date !== null && Date.parse(date) > NOW - 60_000;
	expect(changes.some((row) => recent(row.unsubscribed))).toBe(true);
	expect(
		changes.some(
			(row) => row.bounced !== null && !recent(row.bounced) && Date.parse(row.lastUpdate) >= NOW,
		),
	).toBe(true);
});

it('never moves a recipient back in the list', async () => {
	const site = await busySite({ lateShare: 0.5 });
	const last = new Map<string, string>();
	for (const { row } of entriesOf(site, 'recipient')) {
		const { trackingCode, lastUpdate } = row;
		expect(lastUpdate >= (last.get(trackingCode) ?? '')).toBe(true);
		last.set(trackingCode, lastUpdate);
	}
});
