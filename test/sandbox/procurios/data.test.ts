import { createHash } from 'node:crypto';

import { startSandbox, type ProcuriosData, type SandboxOptions } from '../../../sandbox';

async function dataOf(procurios: SandboxOptions['procurios']): Promise<ProcuriosData> {
	const sandbox = await startSandbox({ procurios });
	await sandbox.close();
	return sandbox.procurios.data;
}

const digest = (data: ProcuriosData) =>
	createHash('sha256').update(JSON.stringify(data)).digest('hex');

/** Rows that share a key, largest group first. */
function groups<Row>(rows: readonly Row[], key: (row: Row) => string): Row[][] {
	const byKey = new Map<string, Row[]>();
	for (const row of rows) byKey.set(key(row), [...(byKey.get(key(row)) ?? []), row]);
	return [...byKey.values()].sort((a, b) => b.length - a.length);
}

describe('generated data', () => {
	let data: ProcuriosData;
	beforeAll(async () => (data = await dataOf({ opens: 5000 })));

	it('is the same for the same seed, and another for another', async () => {
		const again = await dataOf({ opens: 5000, seed: 1 });
		const other = await dataOf({ opens: 5000, seed: 2 });
		expect(digest(again)).toBe(digest(data));
		expect(digest(other)).not.toBe(digest(data));
	});

	it('has the numbers of rows that are asked for', async () => {
		const sizes = { emails: 7, recipients: 33, opens: 101, clicks: 59 };
		const { emails, recipients, opens, clicks } = await dataOf(sizes);
		expect([emails, recipients, opens, clicks].map((rows) => rows.length)).toEqual([
			7, 33, 101, 59,
		]);
		expect((await dataOf({ opens: 0 })).emails).toHaveLength(0);
	});

	it('refuses numbers that contradict each other', async () => {
		await expect(startSandbox({ procurios: { recipients: 0, opens: 1 } })).rejects.toThrow();
		await expect(startSandbox({ procurios: { emails: 0 } })).rejects.toThrow();
		await expect(startSandbox({ procurios: { opens: -1 } })).rejects.toThrow();
	});

	it('is in the order of the documentation', () => {
		const inOrder = (keys: string[]) => expect(keys).toEqual([...keys].sort());
		inOrder(data.emails.map((row) => String(row.trackingId)));
		inOrder(data.recipients.map((row) => `${row.lastUpdate}_${row.trackingCode}`));
		inOrder(data.opens.map((row) => `${row.date}_${row.trackingCode}_${row.location}`));
		inOrder(data.clicks.map((row) => `${row.date}_${row.trackingCode}_${row.location}`));
	});

	it('has many events in one second, and rows that are equal in every field', () => {
		expect(groups(data.opens, (row) => row.date)[0]?.length).toBeGreaterThan(2);
		expect(groups(data.opens, (row) => JSON.stringify(row))[0]?.length).toBeGreaterThan(1);
		expect(groups(data.clicks, (row) => JSON.stringify(row))[0]?.length).toBeGreaterThan(1);
	});

	it('has bots that click every link of a mail in one second', () => {
		const bursts = groups(data.clicks, (row) => `${row.date}_${row.trackingCode}_${row.location}`);
		const burst = bursts[0] ?? [];
		const linkIds = new Set(burst.map((row) => row.linkId));
		expect(linkIds.size).toBeGreaterThan(5);
		expect(burst.every((row) => row.bot)).toBe(true);
		const mailLinks = data.linksOf(burst[0]?.trackingId ?? 0).map((link) => link.id);
		expect(linkIds).toEqual(new Set(mailLinks));
	});

	it('has both types of e-mail, nulls, bounces, unsubscribes, bots and humans', () => {
		expect(new Set(data.emails.map((row) => row.type))).toEqual(
			new Set(['mailing', 'journeyStep']),
		);
		for (const name of [
			'firstOpen',
			'firstBotOpen',
			'firstClick',
			'firstBotClick',
			'unsubscribed',
			'bounced',
		] as const) {
			const values = data.recipients.map((row) => row[name]);
			expect(values).toContain(null);
			expect(values.some((value) => typeof value === 'string')).toBe(true);
		}
		for (const rows of [data.opens, data.clicks]) {
			expect(new Set(rows.map((row) => row.bot))).toEqual(new Set([true, false]));
		}
	});

	it('has texts that are not ASCII: accents, emoji, right-to-left', () => {
		const text = [...data.emails.map((row) => row.subject), ...data.recipients.map((r) => r.name)];
		for (const script of [/[àëïöü]/, /\p{Extended_Pictographic}/u, /\p{Script=Hebrew}/u]) {
			expect(text.some((value) => script.test(value))).toBe(true);
		}
	});

	it('lies between start and end, however close they are', async () => {
		const [start, end] = ['2025-06-01T00:00:00+00:00', '2025-06-01T02:00:00+00:00'];
		const { recipients, opens, clicks } = await dataOf({ opens: 2000, start, end });
		const dates = [
			...opens.map((row) => row.date),
			...clicks.map((row) => row.date),
			...recipients.flatMap((row) => [row.sent, row.unsubscribed, row.bounced, row.lastUpdate]),
		].filter((date) => date !== null);
		expect(dates.filter((date) => date < start || date >= end)).toEqual([]);
		await expect(startSandbox({ procurios: { start: end, end: start } })).rejects.toThrow();
	});

	it('has links with either a number or a UUID', () => {
		for (const link of data.links) {
			expect((link.number === undefined) !== (link.uuid === undefined)).toBe(true);
		}
		expect(data.links.some((link) => link.uuid !== undefined)).toBe(true);
		expect(data.links.some((link) => link.number !== undefined)).toBe(true);
	});

	it('agrees with itself: first dates are those of the events', () => {
		const firstOf = (rows: typeof data.opens, bot: boolean) => {
			const first = new Map<string, string>();
			for (const row of rows) {
				if (row.bot === bot && !first.has(row.trackingCode)) first.set(row.trackingCode, row.date);
			}
			return first;
		};
		const byPeople = firstOf(data.opens, false);
		const byBots = firstOf(data.opens, true);
		for (const row of data.recipients) {
			expect(row.firstOpen).toBe(byPeople.get(row.trackingCode) ?? null);
			expect(row.firstBotOpen).toBe(byBots.get(row.trackingCode) ?? null);
		}
	});

	it.each([false, true])('has lastUpdate of the latest event, bots counted: %s', async (bots) => {
		const { recipients } = await dataOf({
			opens: 2000,
			switches: { botEventsMoveLastUpdate: bots },
		});
		for (const row of recipients) {
			const people = [row.sent, row.firstOpen, row.firstClick, row.unsubscribed, row.bounced];
			const dates = bots ? [...people, row.firstBotOpen, row.firstBotClick] : people;
			expect(row.lastUpdate).toBe(
				dates
					.filter((date) => date !== null)
					.sort()
					.at(-1),
			);
		}
	});
});
