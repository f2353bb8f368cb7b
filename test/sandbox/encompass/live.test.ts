import {
	startSandbox,
	type EncompassHistoryEntry,
	type EncompassSandbox,
	type SandboxOptions,
} from '../../../sandbox';

const NOW = Date.parse('2026-03-01T12:00:00Z');

async function busySite(
	times: number,
	options: Parameters<EncompassSandbox['happen']>[1] = {},
	site: SandboxOptions['encompass'] = {},
): Promise<EncompassSandbox> {
	let clock = NOW;
	const { encompass, close } = await startSandbox({
		encompass: { now: () => clock, ...site },
	});
	for (let i = 0; i < 10; i++) {
		encompass.happen(times / 10, { ...options, seed: `${options.seed ?? 1} ${i}` });
		clock += 30_000;
	}
	await close();
	return encompass;
}

const isEvent = (
	entry: EncompassHistoryEntry,
): entry is Extract<EncompassHistoryEntry, { kind: 'open' | 'click' | 'bounce' | 'delivery' }> =>
	entry.kind !== 'message' && entry.kind !== 'recipient';

const lateness = (site: EncompassSandbox) =>
	site.history.filter(isEvent).map(({ at, row }) => (at - row.timestamp) / 1000);

it('happens in the same way for the same seed', async () => {
	const [once, again, other] = [
		await busySite(200),
		await busySite(200),
		await busySite(200, { seed: 2 }),
	];
	expect(again.history).toEqual(once.history);
	expect(other.history).not.toEqual(once.history);
});

it.each(['ascending', 'byRecipient'] as const)(
	'writes all kinds of rows, and has them in its lists: %s',
	async (order) => {
		const { history, data } = await busySite(2000, {}, { switches: { order } });
		expect(new Set(history.map(({ kind }) => kind))).toEqual(
			new Set(['message', 'recipient', 'delivery', 'open', 'click', 'bounce']),
		);
		const lists = {
			recipient: data.recipientsOf,
			delivery: data.deliveriesOf,
			open: data.opensOf,
			click: data.clicksOf,
			bounce: data.bouncesOf,
			message: () => data.messages,
		};
		for (const { kind, messageId, row, at } of history) {
			expect(lists[kind](messageId)).toContain(row);
			expect(row.dateAdded).toBe(at);
		}
	},
);

it('writes a share of the events late, and none later than that or ahead of time', async () => {
	const late = lateness(await busySite(1000, { lateShare: 0.3, maxLateSeconds: 45 }));
	expect(Math.min(...late)).toBe(0);
	expect(Math.max(...late)).toBe(45);
	expect(Math.max(...lateness(await busySite(300, { lateShare: 0 })))).toBe(0);
});

it('runs until it is stopped, and starts on an empty site', async () => {
	const { encompass, close } = await startSandbox({
		encompass: { messages: 0 },
	});
	encompass.startLive({ eventsPerSecond: 2000 });
	while (encompass.history.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
	encompass.stopLive();
	const { length } = encompass.history;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(encompass.history).toHaveLength(length);
	encompass.startLive({ eventsPerSecond: 2000 });
	await close();
	const closed = encompass.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(encompass.history).toHaveLength(closed);
});
