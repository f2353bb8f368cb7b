import { startSandbox, type IovoxSandbox, type SandboxOptions } from '../../../sandbox';

const NOW = Date.parse('2026-03-01T12:00:00Z');

async function busySite(
	times: number,
	options: Parameters<IovoxSandbox['happen']>[1] = {},
	site: SandboxOptions['iovox'] = {},
): Promise<IovoxSandbox> {
	let clock = NOW;
	const { iovox, close } = await startSandbox({ iovox: { now: () => clock, ...site } });
	for (let i = 0; i < 10; i++) {
		iovox.happen(times / 10, { ...options, seed: `${options.seed ?? 1} ${i}` });
		clock += 30_000;
	}
	await close();
	return iovox;
}

it('happens in the same way for the same seed', async () => {
	const [once, again, other] = [
		await busySite(200),
		await busySite(200),
		await busySite(200, { seed: 2 }),
	];
	expect(again.history).toEqual(once.history);
	expect(again.data.mails).toEqual(once.data.mails);
	expect(other.history).not.toEqual(once.history);
});

/** What can follow what; reading does not change the disposition. */
const NEXT: Record<string, RegExp> = {
	received: /^(sent|queued|noMxRecord|undeliverable|no_rules|rule_error)$/,
	queued: /^(sent|expired)$/,
	sent: /^(received_bounced|read)$/,
};

it('is mail that goes its way, in all that can happen', async () => {
	const { history, data } = await busySite(5000, {}, { mails: 0 });
	expect(new Set(history.map(({ event }) => event))).toEqual(
		new Set([
			...['received', 'queued', 'sent', 'expired', 'received_bounced', 'read'],
			...['noMxRecord', 'undeliverable', 'no_rules', 'rule_error'],
		]),
	);
	const states = new Map<string, { disposition: string; isRead: boolean; happened: number }>();
	for (const { message_id, event, happened, at } of history) {
		const before = states.get(message_id);
		expect(happened).toBeLessThanOrEqual(at);
		if (before === undefined) {
			expect(event).toBe('received');
		} else {
			expect(event).toMatch(NEXT[before.disposition] ?? /^$/);
			expect(event === 'read' && before.isRead).toBe(false);
		}
		states.set(message_id, {
			disposition: event === 'read' ? (before?.disposition ?? '') : event,
			isRead: event === 'read' || (before?.isRead ?? false),
			happened,
		});
	}
	for (const row of data.mails) {
		const { disposition, isRead } = states.get(row.message_id) ?? {};
		expect([row.disposition, row.read_disposition === 'read']).toEqual([disposition, isRead]);
		const dates = [row.receive_date, row.delivery_date, row.read_first_date];
		const known = dates.filter((date) => date !== undefined);
		expect(known).toEqual([...known].sort());
	}
	expect(data.mails).toHaveLength(states.size);
	const waiting = data.mails.filter((row) => /^(received|queued)$/.test(row.disposition));
	expect(waiting.length).toBeLessThan(100);
});

it('answers in conversations that there are', async () => {
	const { history, data } = await busySite(2000);
	const newIds = new Set(history.map(({ message_id }) => message_id));
	const replies = data.mails.filter(
		(row) =>
			row.conversation_id !== undefined &&
			newIds.has(row.message_id) &&
			row.recipient_address?.endsWith('@people.example') === false,
	);
	expect(replies.length).toBeGreaterThan(10);
	for (const { conversation_id, proxy_address } of replies) {
		const talk = data.mails.filter((row) => row.conversation_id === conversation_id);
		expect(talk.length).toBeGreaterThan(1);
		expect(new Set(talk.map((row) => row.proxy_address))).toEqual(new Set([proxy_address]));
	}
});

it('writes a share late, and none later than that or ahead of time', async () => {
	const lateness = (site: IovoxSandbox) =>
		site.history.map(({ at, happened }) => Math.round((at - happened) / 1000));
	const late = lateness(await busySite(1000, { lateShare: 0.3, maxLateSeconds: 45 }));
	expect(Math.min(...late)).toBe(0);
	expect(Math.max(...late)).toBe(45);
	expect(late.filter((seconds) => seconds > 0).length).toBeGreaterThan(100);
	expect(Math.max(...lateness(await busySite(300, { lateShare: 0 })))).toBe(0);
});

it('lets 100,000 things happen', async () => {
	const { history } = await busySite(100_000, {}, { mails: 10_000 });
	expect(history).toHaveLength(100_000);
});

it('runs until it is stopped, and starts on an empty account', async () => {
	const { iovox, close } = await startSandbox({ iovox: { mails: 0, links: 0 } });
	iovox.startLive({ eventsPerSecond: 2000 });
	while (iovox.history.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
	iovox.stopLive();
	const { length } = iovox.history;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(iovox.history).toHaveLength(length);
	iovox.startLive({ eventsPerSecond: 2000 });
	await close();
	const closed = iovox.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(iovox.history).toHaveLength(closed);
});
