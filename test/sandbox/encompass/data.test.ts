import { createHash } from 'node:crypto';

import { startSandbox, type EncompassData, type SandboxOptions } from '../../../sandbox';

const DAY_MS = 86_400_000;
const TIMES = { start: '2026-01-01T00:00:00Z', end: '2026-01-21T00:00:00Z' };

async function dataOf(encompass: SandboxOptions['encompass'] = {}): Promise<EncompassData> {
	const sandbox = await startSandbox({ encompass });
	await sandbox.close();
	return sandbox.encompass.data;
}

/** All rows of a site, by list. */
function allOf(data: EncompassData) {
	const ids = data.messages.map((row) => row.id);
	return {
		recipients: ids.flatMap((id) => data.recipientsOf(id)),
		deliveries: ids.flatMap((id) => data.deliveriesOf(id)),
		opens: ids.flatMap((id) => data.opensOf(id)),
		clicks: ids.flatMap((id) => data.clicksOf(id)),
		bounces: ids.flatMap((id) => data.bouncesOf(id)),
		links: ids.flatMap((id) => data.linksOf(id)),
	};
}

const digest = (data: EncompassData) =>
	createHash('sha256')
		.update(JSON.stringify([data.messages, allOf(data)]))
		.digest('hex');

const gapsIn = (rows: ReadonlyArray<{ id: number }>) =>
	rows.some((row, index) => row.id - (rows[index - 1]?.id ?? row.id) > 1);

const hasRepeated = <Value>(values: Value[]) => new Set(values).size < values.length;

let data: EncompassData;
let rows: ReturnType<typeof allOf>;

beforeAll(async () => {
	data = await dataOf(TIMES);
	rows = allOf(data);
});

it('is the same for the same seed, and another for another', async () => {
	expect(digest(await dataOf({ ...TIMES, seed: 1 }))).toBe(digest(data));
	expect(digest(await dataOf({ ...TIMES, seed: 2 }))).not.toBe(digest(data));
});

it('has the numbers of rows that are asked for', async () => {
	const sizes = { messages: 3, recipients: 11, opens: 7, clicks: 2, bounces: 5, links: 9 };
	const other = await dataOf(sizes);
	expect(other.messages).toHaveLength(3);
	for (const { id } of other.messages) {
		expect({
			recipients: other.recipientsOf(id).length,
			opens: other.opensOf(id).length,
			clicks: other.clicksOf(id).length,
			bounces: other.bouncesOf(id).length,
			links: other.linksOf(id).length,
		}).toEqual({ recipients: 11, opens: 7, clicks: 2, bounces: 5, links: 9 });
	}
	expect((await dataOf({ messages: 0 })).messages).toEqual([]);
	expect(allOf(await dataOf({ recipients: 0 })).opens).toEqual([]);
	expect(allOf(await dataOf({ messages: 1, recipients: 1, bounces: 4 })).bounces).toHaveLength(4);
});

it('refuses numbers and times that contradict each other', async () => {
	for (const wrong of [
		{ recipients: 0, opens: 1 },
		{ messages: -1 },
		{ links: 1.5 },
		{ start: TIMES.end, end: TIMES.start },
		{ start: 'yesterday' },
	]) {
		await expect(startSandbox({ encompass: wrong })).rejects.toThrow();
	}
});

it('lies in the 20 days before now unless other is asked for', async () => {
	const NOW = Date.parse('2026-03-01T12:00:00Z');
	const { messages } = await dataOf({ now: () => NOW });
	const sent = messages.map((row) => row.actualSendTimestamp ?? 0);
	expect(Math.min(...sent)).toBeGreaterThanOrEqual(NOW - 20 * DAY_MS);
	expect(Math.max(...sent)).toBeLessThan(NOW);
});

it.each([TIMES, { start: '2026-01-01T00:00:00Z', end: new Date('2026-01-01T00:01:00Z') }])(
	'has no event before the sending or after the end, and writes a little later (%#)',
	async (times) => {
		const other = await dataOf({ ...times, recipients: 500 });
		const end = new Date(times.end).getTime();
		for (const { id, actualSendTimestamp } of other.messages) {
			const events = [
				...other.deliveriesOf(id),
				...other.opensOf(id),
				...other.clicksOf(id),
				...other.bouncesOf(id),
			];
			for (const { timestamp, dateAdded } of events) {
				expect(timestamp).toBeGreaterThanOrEqual(actualSendTimestamp ?? Infinity);
				expect(dateAdded).toBeGreaterThanOrEqual(timestamp);
				expect(dateAdded).toBeLessThanOrEqual(Math.min(end, timestamp + 2 * 3_600_000));
			}
			expect(events.some((row) => row.dateAdded > row.timestamp)).toBe(true);
		}
	},
);

it('has empty and missing texts where the vendor has them', () => {
	const { messages } = data;
	const { recipients, opens, clicks, bounces, links } = rows;
	expect(messages.map((row) => row.emailName)).toContain('');
	expect(messages.map((row) => row.subjectLine)).toContain('');
	expect(messages.map((row) => row.preHeader)).toContain(null);
	expect(recipients.map((row) => row.emailAddress)).toContain('');
	for (const name of ['firstName', 'lastName', 'classYear', 'memberId', 'constituentId'] as const) {
		expect(recipients.map((row) => row[name])).toContain(null);
		expect(recipients.filter((row) => row[name] !== null).length).toBeGreaterThan(100);
	}
	for (const events of [opens, clicks]) {
		expect(events.map((row) => row.userAgent)).toContain(null);
		expect(events.map((row) => row.ipAddress)).toContain(null);
	}
	expect(bounces.map((row) => row.type)).toContain(null);
	expect(bounces.map((row) => row.reason)).toContain(null);
	expect(links.map((row) => row.name)).toContain(null);
});

it('has long texts, texts that are not ASCII, and IDs of constituents that are no numbers', () => {
	const longest = (texts: Array<string | null>) =>
		Math.max(...texts.map((text) => text?.length ?? 0));
	expect(longest(rows.bounces.map((row) => row.reason))).toBeGreaterThan(1000);
	expect(longest(rows.links.map((row) => row.url))).toBeGreaterThan(900);
	expect(longest(rows.opens.map((row) => row.userAgent))).toBeGreaterThan(450);
	const names = rows.recipients.map((row) => `${row.firstName} ${row.lastName}`);
	for (const script of [/[àëïöüÉ]/, /\p{Script=Arabic}/u, /\p{Script=Han}/u]) {
		expect(names.some((name) => script.test(name))).toBe(true);
	}
	const constituents = rows.recipients.map((row) => row.constituentId ?? '');
	expect(constituents.some((text) => /^0\d+$/.test(text))).toBe(true);
	expect(constituents.some((text) => /[A-Z]/.test(text))).toBe(true);
});

it('has all kinds of bounces, other communities, and mail that some did not get', () => {
	expect(new Set(rows.bounces.map((row) => row.type))).toEqual(
		new Set(['hard', 'soft', 'blocked', 'dropped', null]),
	);
	expect(new Set(data.messages.map((row) => row.subCommunityId)).size).toBeGreaterThan(1);
	const sent = data.messages.map((row) => row.sentCount);
	expect(sent.every((count) => count >= 40)).toBe(true);
	expect(sent.some((count) => count > 40)).toBe(true);
});

it('has events of recipients of the message, and clicks on its links', () => {
	for (const { id } of data.messages) {
		const people = new Set(data.recipientsOf(id).map((row) => row.id));
		const links = new Set(data.linksOf(id).map((row) => row.id));
		const arrived = [...data.deliveriesOf(id), ...data.bouncesOf(id)];
		expect(new Set(arrived.map((row) => row.recipientId))).toEqual(people);
		for (const event of [...data.opensOf(id), ...data.clicksOf(id)]) {
			expect(people.has(event.recipientId)).toBe(true);
		}
		expect(data.clicksOf(id).every((row) => links.has(row.linkId))).toBe(true);
	}
});

it('has people with several deliveries, bounces and opens, and rows written at once', () => {
	for (const { id } of data.messages) {
		expect(hasRepeated(data.deliveriesOf(id).map((row) => row.recipientId))).toBe(true);
		expect(hasRepeated(data.bouncesOf(id).map((row) => row.recipientId))).toBe(true);
		expect(hasRepeated(data.opensOf(id).map((row) => row.recipientId))).toBe(true);
		expect(hasRepeated(data.recipientsOf(id).map((row) => row.dateAdded))).toBe(true);
	}
	for (const name of ['deliveries', 'opens', 'clicks'] as const) {
		expect(hasRepeated(rows[name].map((row) => row.dateAdded))).toBe(true);
	}
});

it('has unique IDs with gaps', () => {
	for (const list of [data.messages, ...Object.values(rows)]) {
		expect(hasRepeated(list.map((row) => row.id))).toBe(false);
		expect(gapsIn(list)).toBe(true);
	}
});
