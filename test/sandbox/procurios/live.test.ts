import { startSandbox, type HistoryEntry, type ProcuriosSandbox } from '../../../sandbox';

const NOW = Date.parse('2025-10-01T12:00:00Z');

async function busySite(
	times: number,
	options: Parameters<ProcuriosSandbox['happen']>[1] = {},
): Promise<ProcuriosSandbox> {
	let clock = NOW;
	const { procurios, close } = await startSandbox({
		procurios: { opens: 500, now: () => clock },
	});
	for (let i = 0; i < 10; i++) {
		procurios.happen(times / 10, { ...options, seed: `${options.seed ?? 1} ${i}` });
		clock += 30_000;
	}
	await close();
	return procurios;
}

type Entry<Kind> = Extract<HistoryEntry, { kind: Kind }>;

/** What was written of one kind, in order. */
function entriesOf<Kind extends HistoryEntry['kind']>(
	site: ProcuriosSandbox,
	kind: Kind,
): Array<Entry<Kind>> {
	return site.history.filter((entry): entry is Entry<Kind> => entry.kind === kind);
}

/** How many seconds after its date an event was written. */
const lateness = ({ at, row }: Entry<'open'> | Entry<'click'>) =>
	(at - Date.parse(row.date)) / 1000;

it('happens in the same way for the same seed', async () => {
	const [once, again, other] = [
		await busySite(200),
		await busySite(200),
		await busySite(200, { seed: 2 }),
	];
	expect(again.history).toEqual(once.history);
	expect(again.data.recipients).toEqual(once.data.recipients);
	expect(other.history).not.toEqual(once.history);
});

it('keeps the lists in order, and every event of the history in them', async () => {
	const site = await busySite(1000);
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
	const site = await busySite(1000);
	const last = new Map<string, object>();
	for (const { row } of entriesOf(site, 'recipient')) last.set(row.trackingCode, row);
	expect(last.size).toBeGreaterThan(50);
	for (const [trackingCode, row] of last) {
		expect(site.data.recipients.find((one) => one.trackingCode === trackingCode)).toEqual(row);
	}
});

it('writes a share of the events late, and none later than that or ahead of time', async () => {
	const site = await busySite(1000, { lateShare: 0.3, maxLateSeconds: 45 });
	const seconds = [...entriesOf(site, 'open'), ...entriesOf(site, 'click')].map(lateness);
	expect(Math.min(...seconds)).toBe(0);
	expect(Math.max(...seconds)).toBe(45);
	const onTime = await busySite(300, { lateShare: 0 });
	expect(entriesOf(onTime, 'open').every((entry) => lateness(entry) === 0)).toBe(true);
});

it('has bots and people, identical rows, unsubscribes, and bounces with an old date', async () => {
	const site = await busySite(1000);
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
	const site = await busySite(1000, { lateShare: 0.5 });
	const last = new Map<string, string>();
	for (const { row } of entriesOf(site, 'recipient')) {
		const { trackingCode, lastUpdate } = row;
		expect(lastUpdate >= (last.get(trackingCode) ?? '')).toBe(true);
		last.set(trackingCode, lastUpdate);
	}
});

it('runs until it is stopped, and starts on an empty site', async () => {
	const { procurios, close } = await startSandbox({ procurios: { opens: 0 } });
	procurios.startLive({ eventsPerSecond: 2000 });
	while (procurios.history.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
	procurios.stopLive();
	const { length } = procurios.history;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(procurios.history).toHaveLength(length);
	procurios.startLive({ eventsPerSecond: 2000 });
	await close();
	const closed = procurios.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(procurios.history).toHaveLength(closed);
});
