import {
	startSandbox,
	type IovoxData,
	type IovoxMailRow,
	type SandboxOptions,
} from '../../../sandbox';
import { DISPOSITIONS, FIELDS } from '../../../sandbox/iovox/rows';
import { UUID } from './client';

const DAY_MS = 86_400_000;
const TIMES = { start: '2026-01-01T00:00:00Z', end: '2026-01-21T00:00:00Z' };

async function dataOf(iovox: SandboxOptions['iovox'] = {}): Promise<IovoxData> {
	const sandbox = await startSandbox({ iovox });
	await sandbox.close();
	return sandbox.iovox.data;
}

const timeOf = (date: string | undefined) => Date.parse(`${date}Z`);
const shareOf = (rows: readonly IovoxMailRow[], is: (row: IovoxMailRow) => boolean) =>
	rows.filter(is).length / rows.length;

let data: IovoxData;
let many: IovoxData;

beforeAll(async () => {
	data = await dataOf(TIMES);
	many = await dataOf({ ...TIMES, mails: 20_000 });
});

it('is the same for the same seed, and another for another', async () => {
	expect((await dataOf({ ...TIMES, seed: 1 })).mails).toEqual(data.mails);
	expect((await dataOf({ ...TIMES, seed: 2 })).mails).not.toEqual(data.mails);
});

it('has the numbers of rows that are asked for', async () => {
	expect(data.mails).toHaveLength(200);
	expect(data.links).toHaveLength(8);
	expect(data.proxies).toEqual([]);
	const other = await dataOf({ mails: 7, links: 11 });
	expect([other.mails.length, other.links.length]).toEqual([7, 11]);
	const [row] = (await dataOf({ mails: 1, links: 0 })).mails;
	expect(row).not.toHaveProperty('link_id');
	expect(row).not.toHaveProperty('node_name');
});

it('holds nothing where only another vendor is named', async () => {
	const { iovox, close } = await startSandbox({ encompass: {} });
	await close();
	expect(iovox.stats().counts).toEqual({ mails: 0, links: 0, proxies: 0, accepted: 0 });
	const all = await startSandbox();
	await all.close();
	expect(all.iovox.data.mails).toHaveLength(200);
	const own = await startSandbox({ iovox: {} });
	await own.close();
	expect(own.procurios.data.emails).toEqual([]);
	expect(own.encompass.data.messages).toEqual([]);
});

it.each([
	{ mails: -1 },
	{ links: 1.5 },
	{ readShare: 2 },
	{ failShare: NaN },
	{ start: TIMES.end, end: TIMES.start },
	{ start: 'yesterday' },
	{ switches: { ties: 'none' } as object },
])('refuses %j', async (wrong) => {
	await expect(startSandbox({ iovox: wrong })).rejects.toThrow();
});

it('lies in the 20 days before now unless other is asked for', async () => {
	const now = Date.parse('2026-03-01T12:00:00Z');
	const { mails } = await dataOf({ now: () => now });
	expect(timeOf(mails[0]?.receive_date)).toBeGreaterThanOrEqual(now - 20 * DAY_MS);
	expect(timeOf(mails.at(-1)?.receive_date)).toBeLessThanOrEqual(now);
});

it('has the fields of the vendor, all texts, in its order', () => {
	for (const row of data.mails) {
		const names = Object.keys(row);
		expect(names).toEqual(FIELDS.filter((field) => names.includes(field)));
		for (const value of Object.values(row)) expect(typeof value).toBe('string');
		expect(row.message_id).toMatch(UUID);
	}
	expect(new Set(data.mails.flatMap((row) => Object.keys(row))).size).toBe(19);
	expect(new Set(many.mails.map((row) => row.message_id)).size).toBe(20_000);
	expect(data.mail(data.mails[5]?.message_id ?? '')).toBe(data.mails[5]);
});

it('is in the order of receiving, with several mails in one second', () => {
	const dates = data.mails.map((row) => row.receive_date);
	expect(dates).toEqual([...dates].sort());
	expect(new Set(dates).size).toBeLessThan(dates.length);
	for (const date of dates) expect(date).toMatch(/^2026-01-\d\d \d\d:\d\d:\d\d$/);
});

it('has every disposition, the failures in turn and the waiting ones at the end', () => {
	const kinds = (rows: readonly IovoxMailRow[]) => new Set(rows.map((row) => row.disposition));
	expect(kinds(data.mails)).toEqual(new Set(DISPOSITIONS));
	const failed = shareOf(many.mails, (row) => !/^(sent|queued|received)$/.test(row.disposition));
	expect(failed).toBeGreaterThan(0.025);
	expect(failed).toBeLessThan(0.035);
	const waiting = many.mails.filter((row) => /^(queued|received)$/.test(row.disposition));
	expect(waiting.length).toBeLessThan(100);
	for (const row of waiting) {
		expect(timeOf(row.receive_date)).toBeGreaterThan(Date.parse(TIMES.end) - DAY_MS - 1000);
	}
});

it.each([
	{ ...TIMES, mails: 5000 },
	{ start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:05:00Z', mails: 500 },
])('has dates in the order of happening, and only those that there can be (%#)', async (times) => {
	const end = Date.parse(times.end);
	for (const row of (await dataOf(times)).mails) {
		const { receive_date, delivery_date, read_first_date, disposition } = row;
		const isDelivered = disposition === 'sent' || disposition === 'received_bounced';
		expect([row.message_id, delivery_date !== undefined]).toEqual([row.message_id, isDelivered]);
		expect(read_first_date !== undefined).toBe(row.read_disposition === 'read');
		const times = [receive_date, delivery_date, read_first_date].flatMap((date) =>
			date === undefined ? [] : [timeOf(date)],
		);
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(times.at(-1)).toBeLessThanOrEqual(end);
	}
});

it('is read, and in conversations, as often as is asked for', async () => {
	const isRead = (row: IovoxMailRow) => row.read_disposition === 'read';
	const isTalk = (row: IovoxMailRow) => row.conversation_id !== undefined;
	expect(Math.abs(shareOf(many.mails, isRead) - 0.35)).toBeLessThan(0.02);
	expect(Math.abs(shareOf(many.mails, isTalk) - 0.25)).toBeLessThan(0.03);
	const none = { readShare: 0, failShare: 0, conversationShare: 0, mails: 500 };
	const other = (await dataOf(none)).mails;
	expect(other.some(isRead)).toBe(false);
	expect(other.some(isTalk)).toBe(false);
	expect(new Set(other.slice(0, 400).map((row) => row.disposition))).toEqual(new Set(['sent']));
});

it('has conversations of two parties over one address', () => {
	const talks = new Map<string, IovoxMailRow[]>();
	for (const row of data.mails) {
		const { conversation_id } = row;
		expect(row.proxy_address !== undefined).toBe(conversation_id !== undefined);
		if (conversation_id === undefined) continue;
		talks.set(conversation_id, [...(talks.get(conversation_id) ?? []), row]);
	}
	const replies = [...talks.values()].filter((rows) => rows.length > 1);
	expect(replies.length).toBeGreaterThan(3);
	for (const rows of talks.values()) {
		expect(new Set(rows.map((row) => row.proxy_address)).size).toBe(1);
		expect(rows[0]?.proxy_address).toMatch(/^[a-z0-9]{14}@example\.net$/);
		const parties = rows.map((row) => [row.sender_address, row.recipient_address].sort().join());
		expect(new Set(parties).size).toBe(1);
	}
	const directions = replies.flatMap((rows) => new Set(rows.map((row) => row.sender_address)).size);
	expect(Math.max(...directions)).toBe(2);
});

it('books mails on links, whose references are texts of every sort', () => {
	for (const row of data.mails) {
		expect(data.links.some((link) => link.link_id === row.link_id)).toBe(true);
		const link = data.links.find((one) => one.link_id === row.link_id);
		expect(row).toMatchObject(link ?? {});
	}
	const ids = data.links.map((link) => link.link_id);
	for (const sort of [
		/^garage-17$/,
		/^[1-9]\d*$/,
		/^0\d+$/,
		/ /,
		/&/,
		/[^\x20-\x7e]/,
		/^\d{17}$/,
	]) {
		expect(ids.some((id) => sort.test(id))).toBe(true);
	}
	const names = data.mails.map((row) => row.recipient_name ?? '');
	for (const script of [/É/, /\p{Script=Arabic}/u, /\p{Script=Han}/u, /\p{Emoji_Presentation}/u]) {
		expect(names.some((name) => script.test(name))).toBe(true);
	}
});
