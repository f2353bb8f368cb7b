import {
	startSandbox,
	type CopernicaData,
	type CopernicaEvent,
	type SandboxOptions,
} from '../../../sandbox';
import { LISTS, PRODUCTS } from './client';

const DAY_MS = 86_400_000;
const TIMES = { start: '2026-01-01T00:00:00Z', end: '2026-01-21T00:00:00Z' };
const KINDS = Object.values(LISTS);

async function dataOf(copernica: SandboxOptions['copernica'] = {}): Promise<CopernicaData> {
	const sandbox = await startSandbox({ copernica });
	await sandbox.close();
	return sandbox.copernica.data;
}

const all = ({ events, emailings, destinations, profiles, subprofiles }: CopernicaData) => ({
	profiles,
	subprofiles,
	rows: PRODUCTS.map((product) => [
		emailings(product),
		destinations(product),
		...KINDS.map((kind) => events(product, kind)),
	]),
});

let data: CopernicaData;

beforeAll(async () => {
	data = await dataOf(TIMES);
});

it('is the same for the same seed, and another for another', async () => {
	expect(all(await dataOf({ ...TIMES, seed: 1 }))).toEqual(all(data));
	expect(all(await dataOf({ ...TIMES, seed: 2 }))).not.toEqual(all(data));
});

it('has the numbers of rows that are asked for', async () => {
	const { copernica, close } = await startSandbox({
		copernica: {
			emailings: 3,
			destinations: 50,
			clicks: 7,
			impressions: 8,
			deliveries: 9,
			errors: 10,
			abuses: 11,
			unsubscribes: 12,
			profiles: 13,
			publisher: { clicks: 0, emailings: 5 },
		},
	});
	await close();
	const ms = {
		emailings: 3,
		destinations: 50,
		clicks: 7,
		impressions: 8,
		deliveries: 9,
		errors: 10,
		abuses: 11,
		unsubscribes: 12,
	};
	expect(copernica.stats().counts).toEqual({
		ms,
		publisher: { ...ms, clicks: 0, emailings: 5 },
		profiles: 13,
		subprofiles: 2,
	});
	expect(data.events('ms', 'delivery')).toHaveLength(190);
});

it('holds nothing where only another vendor is named', async () => {
	const { copernica, close } = await startSandbox({ iovox: {} });
	await close();
	const counts = { emailings: 0, destinations: 0, clicks: 0, impressions: 0, deliveries: 0 };
	const none = { ...counts, errors: 0, abuses: 0, unsubscribes: 0 };
	expect(copernica.stats().counts).toEqual({
		ms: none,
		publisher: none,
		profiles: 0,
		subprofiles: 0,
	});
	const everyone = await startSandbox();
	await everyone.close();
	expect(everyone.copernica.data.events('ms', 'click')).toHaveLength(150);
	const own = await startSandbox({ copernica: {} });
	await own.close();
	expect(own.iovox.data.mails).toEqual([]);
	expect(own.encompass.data.messages).toEqual([]);
});

it.each([
	{ clicks: -1 },
	{ profiles: 1.5 },
	{ idStep: 0 },
	{ emailings: 0, destinations: 5 },
	{ destinations: 0, clicks: 5 },
	{ publisher: { errors: NaN } },
	{ start: TIMES.end, end: TIMES.start },
	{ start: 'yesterday' },
	{ switches: { zone: 'Mars' } as object },
])('refuses %j', async (wrong) => {
	await expect(startSandbox({ copernica: wrong })).rejects.toThrow();
});

it('lies in the 20 days before now unless other is asked for', async () => {
	const now = Date.parse('2026-03-01T12:00:00Z');
	const { emailings, events } = await dataOf({ now: () => now });
	expect(emailings('ms')[0]?.timestamp).toBe(now - 20 * DAY_MS);
	expect(events('publisher', 'click').at(-1)?.written).toBeLessThanOrEqual(now);
});

it('has IDs that rise with the time of writing, alike in products and kinds, with gaps', async () => {
	for (const product of PRODUCTS) {
		for (const kind of KINDS) {
			const rows: readonly CopernicaEvent[] = data.events(product, kind);
			expect(rows[0]?.id).toBe(70_001);
			const ids = rows.map((row) => row.id);
			expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
			const written = rows.map((row) => row.written);
			expect(written).toEqual([...written].sort((a, b) => a - b));
		}
		expect(data.emailings(product)[0]?.id).toBe(1201);
		expect(data.destinations(product)[0]?.id).toBe(650_017);
		const last = data.events(product, 'click').at(-1)?.id ?? 0;
		expect(last).toBeGreaterThan(70_150);
		expect(last).toBeLessThan(70_300);
	}
	const dense = await dataOf({ ...TIMES, idStep: 1 });
	expect(dense.events('ms', 'click').at(-1)?.id).toBe(70_150);
});

it.each(PRODUCTS)('has times in whole seconds and in the order of happening (%s)', (product) => {
	const [start, end] = [Date.parse(TIMES.start), Date.parse(TIMES.end)];
	for (const kind of KINDS) {
		const rows: readonly CopernicaEvent[] = data.events(product, kind);
		for (const row of rows) {
			const message = data.destination(product, row.destination);
			expect(message?.emailing).toBe(row.emailing);
			expect(row.timestamp % 1000).toBe(0);
			expect(row.timestamp).toBeLessThanOrEqual(row.written);
			expect(row.written).toBeLessThanOrEqual(end);
			expect(row.timestamp).toBeGreaterThanOrEqual(message?.timestamp ?? Infinity);
		}
	}
	for (const row of data.destinations(product)) {
		const mailing = data.emailings(product).find(({ id }) => id === row.emailing);
		expect(row.timestamp).toBeGreaterThanOrEqual(mailing?.timestamp ?? Infinity);
		expect(mailing?.timestamp).toBeGreaterThanOrEqual(start);
	}
});

it('has rows that are written late, bounces and complaints by days, and several in one second', async () => {
	const { events } = await dataOf({ ...TIMES, errors: 300, abuses: 100, clicks: 2000 });
	const lateness = (rows: readonly CopernicaEvent[]) =>
		rows.map((row) => row.written - row.timestamp).filter((time) => time > 1000);
	for (const kind of ['error', 'abuse'] as const) {
		const late = lateness(events('ms', kind));
		expect(late.length).toBeGreaterThan(events('ms', kind).length / 4);
		expect(Math.max(...late)).toBeGreaterThan(DAY_MS);
	}
	const late = lateness(events('ms', 'click'));
	expect(late.length).toBeGreaterThan(20);
	expect(late.length).toBeLessThan(200);
	expect(Math.max(...late)).toBeLessThan(DAY_MS / 24);
	const seconds = new Set(events('ms', 'click').map((row) => row.timestamp));
	expect(seconds.size).toBeLessThan(1970);
});

it('has links with the code of templates, addresses of both sorts, and what is not there', () => {
	const clicks = [...data.events('ms', 'click'), ...data.events('publisher', 'click')];
	const has = (is: (click: (typeof clicks)[number]) => boolean) =>
		expect(clicks.some(is)).toBe(true);
	has(({ link }) => link.url.includes('{$profile.customerid}'));
	has(({ link }) => link.url === '{webversion}');
	has(({ link }) => link.url.startsWith('https://'));
	has(({ ip }) => ip.startsWith('2001:db8::'));
	has(({ ip }) => ip.startsWith('198.51.100.'));
	has(({ referer }) => referer === null);
	has(({ useragent }) => useragent === '');
	const errors = [...data.events('ms', 'error'), ...data.events('publisher', 'error')];
	expect(errors.some(({ status }) => status === null)).toBe(true);
	expect(errors.some(({ errorcode }) => /^\d\.\d\.\d$/.test(errorcode))).toBe(true);
});

it('has emailings of all sorts, and messages to all of them', () => {
	for (const product of PRODUCTS) {
		const rows = data.emailings(product);
		expect(new Set(rows.map((row) => row.type))).toEqual(
			new Set(['mass', 'individual', 'splitrun', 'abtest']),
		);
		expect(new Set(rows.map((row) => row.followup)).size).toBe(2);
		expect(new Set(rows.map((row) => row.test)).size).toBe(product === 'ms' ? 1 : 2);
		expect(rows.every((row) => (row.document === null) === (product === 'ms'))).toBe(true);
		for (const { id, type } of rows) {
			const messages = data.destinations(product).filter((row) => row.emailing === id);
			expect(type === 'individual' ? messages.length === 1 : messages.length > 10).toBe(true);
		}
		const hashes = data.destinations(product).map((row) => row.hash);
		expect(new Set(hashes).size).toBe(200);
		const form = product === 'ms' ? /^[a-z0-9]{16}$/ : /^[0-9a-f]{32}$/;
		for (const hash of hashes) expect(hash).toMatch(form);
	}
});

it('has people of two databases, some removed, some with a subprofile, and messages to nobody', () => {
	expect(data.profiles).toHaveLength(120);
	expect(new Set(data.profiles.map((row) => row.database))).toEqual(new Set([61, 62]));
	for (const row of data.profiles) {
		const field = row.database === 61 ? 'email' : 'E-mailadres';
		expect(row.fields[field]).toMatch(/^klant\+\d+@people\.example$/);
	}
	expect(data.profiles.filter((row) => row.removed !== null)).toHaveLength(6);
	expect(data.subprofiles).toHaveLength(15);
	const messages = data.destinations('ms');
	expect(messages.some((row) => row.profile === null && row.email !== '')).toBe(true);
	expect(messages.some((row) => row.subprofile !== null)).toBe(true);
	for (const row of messages) {
		const subprofile = data.subprofiles.find(({ id }) => id === row.subprofile);
		expect(subprofile?.profile ?? row.profile).toBe(row.profile);
	}
});

it('makes half a million clicks', async () => {
	const { events } = await dataOf({ clicks: 500_000, publisher: { clicks: 0 } });
	expect(events('ms', 'click')).toHaveLength(500_000);
	expect(events('publisher', 'click')).toHaveLength(0);
});
