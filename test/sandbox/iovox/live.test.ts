import { busy } from '../vendors';

/** What can follow what; reading does not change the disposition. */
const NEXT: Record<string, RegExp> = {
	received: /^(sent|queued|noMxRecord|undeliverable|no_rules|rule_error)$/,
	queued: /^(sent|expired)$/,
	sent: /^(received_bounced|read)$/,
};

it('is mail that goes its way, in all that can happen', async () => {
	const { history, data } = await busy('iovox', 5000, {}, { mails: 0 });
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
	const { history, data } = await busy('iovox', 2000);
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

it('lets 100,000 things happen', async () => {
	const { history } = await busy('iovox', 100_000, {}, { mails: 10_000 });
	expect(history).toHaveLength(100_000);
});
