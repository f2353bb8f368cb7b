import { startSandbox, type Sandbox } from '../../../sandbox';
import { afterOf, ApiClient, cursors } from './client';

let sandbox: Sandbox;
let client: ApiClient;

beforeAll(async () => {
	sandbox = await startSandbox({
		procurios: {
			opens: 3000,
			emails: 25,
			pageSize: { emails: 10, others: 100 },
		},
	});
	client = await ApiClient.connect(sandbox);
});

afterAll(async () => await sandbox.close());

/** What a client gets that resumes behind the last row: a tie across a page's end loses its rest. */
function naively<Row>(rows: readonly Row[], size: number, cursorOf: (row: Row) => string): Row[][] {
	const pages: Row[][] = [];
	let rest = [...rows];
	while (rest.length > 0) {
		const page = rest.slice(0, size);
		const cursor = cursorOf(page.at(-1) as Row);
		pages.push(page);
		rest = rest.filter((row) => cursorOf(row) > cursor);
	}
	return pages;
}

it.each(['emails', 'recipients', 'opens', 'clicks'] as const)(
	'gives pages of %s that hold the rows strictly after the cursor',
	async (name) => {
		const pages = await client.walk(name, cursors[name]);
		const rows: readonly object[] = sandbox.procurios.data[name];
		const size = name === 'emails' ? 10 : 100;
		const expected = naively(rows as Array<Record<string, unknown>>, size, cursors[name]);
		expect(pages).toEqual(expected);
		expect(pages.length).toBeGreaterThan(2);
	},
);

it('loses the rest of a tie that a page boundary cuts', async () => {
	const small = await startSandbox({ procurios: { opens: 400, pageSize: { others: 7 } } });
	const pages = await (await ApiClient.connect(small)).walk('clicks', cursors.clicks);
	await small.close();
	expect(pages.flat().length).toBeLessThan(small.procurios.data.clicks.length);
});

it.each(['recipients', 'opens', 'clicks'] as const)(
	'gives the %s of one e-mail alone',
	async (name) => {
		const { data } = sandbox.procurios;
		const trackingId = data[name][500]?.trackingId;
		const ofMail = data[name].filter((row) => row.trackingId === trackingId);
		const pages = await client.walk(`${trackingId}/${name}`, cursors[name]);
		const rows: readonly object[] = ofMail;
		const expected = naively(rows as Array<Record<string, unknown>>, 100, cursors[name]);
		expect(pages).toEqual(expected);
		const { next } = await client.page(`${trackingId}/${name}`);
		expect(next).toContain(`/l/email_api/tracking/${trackingId}/${name}?after=`);
	},
);

it('gives the links of an e-mail', async () => {
	const { data } = sandbox.procurios;
	const trackingId = data.emails[3]?.trackingId ?? 0;
	const { json } = await client.get(`${trackingId}/links`);
	expect(json).toEqual({ links: data.linksOf(trackingId) });
});

it('puts the cursor of the last row into the next link, root-relative, with a raw plus', async () => {
	const { rows, next } = await client.page('opens');
	const after = cursors.opens(rows.at(-1) ?? {});
	expect(next).toBe(`/l/email_api/tracking/opens?after=${after}`);
	expect(after).toContain('+00:00');
});

it('repeats the cursor on the empty page', async () => {
	const last = sandbox.procurios.data.opens.at(-1);
	const after = cursors.opens({ ...last });
	const { rows, next } = await client.page('opens', after);
	expect(rows).toEqual([]);
	expect(afterOf(next)).toBe(after);
});

it('compares a cursor that is no row, in any offset', async () => {
	const { rows } = await client.page('opens');
	const date = String(rows[50]?.date);
	const zeros = '00000000-0000-0000-0000-000000000000_0000000000000000000000000000000000000000';
	const { rows: fromThere } = await client.page('opens', `${date}_${zeros}`);
	expect(fromThere[0]?.date).toBe(date);
	const inAmsterdam = new Date(Date.parse(date) + 7_200_000).toISOString().slice(0, 19);
	const { rows: same } = await client.page('opens', `${inAmsterdam}+02:00_${zeros}`);
	expect(same).toEqual(fromThere);
});

it('moves a recipient in the lists when it changes', async () => {
	const changing = await startSandbox({ procurios: { opens: 100 } });
	const own = await ApiClient.connect(changing);
	const { data, add } = changing.procurios;
	const before = data.recipients[0];
	const path = `${before?.trackingId}/recipients`;
	await own.page(path);
	const row = add.recipientChange({
		trackingCode: before?.trackingCode,
		unsubscribed: '2031-01-01T00:00:00Z',
		lastUpdate: '2031-01-01T00:00:00Z',
	});
	expect(row.unsubscribed).toBe('2031-01-01T00:00:00+00:00');
	for (const list of ['recipients', path]) {
		const { rows } = await own.page(list);
		expect(rows.at(-1)).toEqual(row);
		expect(rows.filter((other) => other.trackingCode === row.trackingCode)).toHaveLength(1);
	}
	await changing.close();
});

it('gives a new e-mail the highest ID, and no ID or code twice', async () => {
	const changing = await startSandbox({ procurios: { opens: 100 } });
	const { data, add } = changing.procurios;
	add.email({ trackingId: 1 });
	add.email({ trackingId: 90_000 });
	add.email();
	const ids = data.emails.map((row) => row.trackingId);
	expect(ids[0]).toBe(1);
	expect(ids.at(-2)).toBe(90_000);
	expect(ids.at(-1)).toBeGreaterThan(90_000);
	expect(() => add.email({ trackingId: 1 })).toThrow();
	const { trackingCode } = data.recipients[0] ?? {};
	expect(() => add.recipient({ trackingCode })).toThrow();
	await changing.close();
});

it('puts a late open at its place by date, and in the list of its mail', async () => {
	const changing = await startSandbox({ procurios: { opens: 100 } });
	const own = await ApiClient.connect(changing);
	const { data, add } = changing.procurios;
	const middle = data.opens[50];
	const path = `${middle?.trackingId}/opens`;
	await own.page(path);
	const row = add.open({ date: middle?.date, trackingCode: middle?.trackingCode });
	expect(data.opens).toHaveLength(101);
	expect((await own.page('opens')).rows).toContainEqual(row);
	expect((await own.page(path)).rows).toContainEqual(row);
	const dates = data.opens.map((open) => open.date);
	expect(dates).toEqual([...dates].sort());
	await changing.close();
});

it('gives the opens as often as it is told, each time later than all before', async () => {
	const repeated = await startSandbox({
		procurios: {
			opens: 300,
			repeat: 3,
			start: '2025-01-01T00:00:00Z',
			end: '2025-01-31T00:00:00Z',
		},
	});
	const api = await ApiClient.connect(repeated);
	const whole = (await api.walk('opens', cursors.opens)).flat();
	const { data } = repeated.procurios;
	const laterBy = (days: number) =>
		data.opens.map((row) => ({
			...row,
			date: new Date(Date.parse(row.date) + days * 86_400_000)
				.toISOString()
				.replace('.000Z', '+00:00'),
		}));
	expect(whole).toEqual([...data.opens, ...laterBy(30), ...laterBy(60)]);
	const { trackingId } = data.opens[0]!;
	const ofMail = (await api.walk(`${trackingId}/opens`, cursors.opens)).flat();
	expect(ofMail).toEqual(whole.filter((row) => row.trackingId === trackingId));
	expect(repeated.procurios.stats().counts.opens).toBe(900);
	await repeated.close();
});

it('answers the same request differently as soon as rows or switches are others', async () => {
	const own = await startSandbox({ procurios: { opens: 20, pageSize: { others: 5 } } });
	const { procurios } = own;
	const api = await ApiClient.connect(own);
	const first = await api.get('opens');
	expect((await api.get('opens')).text).toBe(first.text);

	const { date, ...row } = procurios.data.opens[0]!;
	procurios.add.open({ ...row, date: new Date(Date.parse(date) - 1000).toISOString() });
	expect((await api.page('opens')).rows).toEqual(procurios.data.opens.slice(0, 5));

	procurios.setSwitches({ hrefs: 'encoded' });
	expect((await api.page('opens')).next).toContain('%3A');

	const recipients = await api.page('recipients');
	procurios.add.recipientChange({ trackingCode: String(recipients.rows[0]!.trackingCode) });
	expect((await api.page('recipients')).rows).toEqual(procurios.data.recipients.slice(0, 5));
	procurios.fault({ kind: 'notAList' });
	expect((await api.get('opens')).json.opens).not.toBeInstanceOf(Array);
	await own.close();
});
