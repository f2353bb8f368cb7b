import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import { apiRequests, closeGateways, gatewayTo } from './gateway';
import { all, askedOf, jsonOf, run, startSite } from './site';

/** Long periods of v1, which the service would cut to a month without a word. */
const DAY = 86_400_000;
const START = Date.parse('2023-10-01T00:00:00Z');
const DAYS = 3 * 365;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const PERIOD = { startDate: dayOf(START), endDate: dayOf(START + DAYS * DAY) };
const HASH = 'dkJDF343Df';

let sandbox: Sandbox;
let site: CopernicaSandbox;
/** The times of the events in ms, ascending. */
const times: number[] = [];

beforeAll(async () => {
	sandbox = await startSite({ emailings: 0, profiles: 1 });
	site = sandbox.copernica;
	const { id: emailing } = site.add.emailing({ timestamp: START - DAY });
	const { id: destination } = site.add.destination({
		emailing,
		hash: HASH,
		timestamp: START - DAY,
	});
	const add = (timestamp: number) => {
		site.add.impression({ destination, timestamp });
		times.push(timestamp);
	};
	for (let day = 0; day < DAYS; day++) {
		// On the first and the last second of days: windows begin and end there.
		add(START + day * DAY);
		if (day % 3 === 0) add(START + day * DAY + DAY - 1_000);
	}
	for (const timestamp of [START - 1_000, START + DAYS * DAY]) {
		site.add.impression({ destination, timestamp });
	}
});
afterAll(async () => await sandbox.close());
afterEach(() => {
	site.setSwitches({ maxPeriodDays: null, order: 'ascending', eventData: 'nested', latency: 0 });
	closeGateways();
});

const message = (more: INodeParameters = {}) =>
	all('messageEvent', { subjectId: HASH, filters: PERIOD, ...more });
const v1 = { version: 'v1' };
const timeOf = (event: IDataObject) => String(((event.data ?? event) as IDataObject).time);
const shown = (ms: number) => {
	const parts = new Intl.DateTimeFormat('sv-SE', {
		...{ timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' },
	});
	return parts.format(ms);
};
const expected = () => times.map(shown).sort();

describe('three years of a message', () => {
	it('come whole and once, with 40 requests that meet without overlap', async () => {
		const asked = askedOf(site);
		const events = await jsonOf(site, message(), v1);
		expect(events.map(timeOf)).toEqual(expected());
		const windows = asked().map((call) => /\?start=(\S+)&end=(\S+)$/.exec(call)!.slice(1));
		expect(windows).toHaveLength(40);
		const inOrder = windows.sort(([a], [b]) => (a! < b! ? -1 : 1));
		expect(inOrder[0]![0]).toBe(PERIOD.startDate);
		expect(inOrder.at(-1)![1]).toBe(PERIOD.endDate);
		inOrder.slice(1).forEach(([from], place) => expect(from).toBe(inOrder[place]![1]));
		for (const [from, to] of inOrder.slice(0, -1)) {
			expect(Date.parse(to!) - Date.parse(from!)).toBe(28 * DAY);
		}
	});

	it.each(['descending', 'unsorted'] as const)('come so if answers are %s', async (order) => {
		site.setSwitches({ order, eventData: 'flat' });
		const events = await jsonOf(site, message(), v1);
		expect(events.map(timeOf)).toEqual(expected());
	});

	it('are asked for a few at a time, and not more than the option says', async () => {
		site.setSwitches({ latency: 10 });
		const gateway = await gatewayTo(site);
		const credentials = gateway.credentials({ version: 'v1' });
		await jsonOf(site, message(), { credentials });
		expect(apiRequests(gateway)).toHaveLength(40);
		expect(gateway.mostAtOnce).toBeGreaterThan(1);
		expect(gateway.mostAtOnce).toBeLessThanOrEqual(4);
		const one = await gatewayTo(site);
		const alone = { credentials: one.credentials({ version: 'v1' }) };
		await jsonOf(site, message({ options: { requestsAtOnce: 1 } }), alone);
		expect(one.mostAtOnce).toBe(1);
	});

	it('come whole where the service gives less at once, with Days per Request', async () => {
		site.setSwitches({ maxPeriodDays: 10 });
		const asked = askedOf(site);
		const events = await jsonOf(site, message({ options: { daysAtOnce: 10 } }), v1);
		expect(events.map(timeOf)).toEqual(expected());
		expect(asked()).toHaveLength(Math.ceil(DAYS / 10));
		// Else not: nothing in the answers says so.
		expect((await jsonOf(site, message(), v1)).length).toBeLessThan(times.length);
	});

	it('have one ID each as tracking events, whatever the windows are', async () => {
		const output = 'trackingEvent';
		const idsWith = async (daysAtOnce: number) => {
			const events = await jsonOf(site, message({ output, options: { daysAtOnce } }), v1);
			return events.map(({ id }) => id);
		};
		const ids = await idsWith(28);
		expect(new Set(ids).size).toBe(times.length);
		expect(await idsWith(9)).toEqual(ids);
		// A month may have 28 days, and the service cuts to one.
		expect(await idsWith(31)).toEqual(ids);
	});

	it('without an end go up to now', async () => {
		const asked = askedOf(site);
		const startDate = dayOf(Date.now() - 60 * DAY);
		await jsonOf(site, message({ filters: { startDate } }), v1);
		const ends = asked().map((call) => /end=(\S+)$/.exec(call)![1]);
		expect(ends).toHaveLength(3);
		expect(ends.at(-1)).toBe(dayOf(Date.now() + DAY));
	});

	it('that begin in days to come are refused before anything is asked', async () => {
		const asked = askedOf(site);
		const startDate = dayOf(Date.now() + 5 * DAY);
		await expect(jsonOf(site, message({ filters: { startDate } }), v1)).rejects.toThrow(
			/begins in the future/,
		);
		expect(asked()).toEqual([]);
	});

	it.each(['9999-12-31', '2100-01-01'])('that end in %s end tomorrow', async (endDate) => {
		const asked = askedOf(site);
		const startDate = dayOf(Date.now() - 40 * DAY);
		await jsonOf(site, message({ filters: { startDate, endDate } }), v1);
		expect(asked()).toHaveLength(2);
	});

	it.each(['0202-01-01', '2026-13-01', '2026-02-30'])(
		'that begin with %s are refused',
		async (startDate) => {
			await expect(jsonOf(site, message({ filters: { startDate } }), v1)).rejects.toThrow(
				/Start Date .* is no date/,
			);
		},
	);

	it.each([
		['2023-10-01T23:59:59+14:00', '2023-10-01'],
		['2023-10-01 12:00', undefined],
		['={{ DateTime.fromISO("2023-10-01T23:30:00", { zone: "America/New_York" }) }}', '2023-10-01'],
	])('begin on the day that is entered, whatever its time: %s', async (startDate, day) => {
		const asked = askedOf(site);
		await jsonOf(site, message({ filters: { startDate, endDate: '2023-10-02' } }), v1);
		expect(asked()).toEqual([
			`v1/message/${HASH}/events?start=${day ?? '2023-10-01'}&end=2023-10-02`,
		]);
	});
});

describe('Limit', () => {
	const some = (limit: number, options: IDataObject = {}) =>
		({ ...message(), returnAll: false, limit, options }) as INodeParameters;

	it('stops the fetching where it is reached', async () => {
		const asked = askedOf(site);
		const events = await jsonOf(site, some(5), v1);
		expect(events.map(timeOf)).toEqual(expected().slice(0, 5));
		expect(asked()).toHaveLength(1);
	});

	it('of more than one answer asks for a few more', async () => {
		const asked = askedOf(site);
		const events = await jsonOf(site, some(100), v1);
		expect(events.map(timeOf)).toEqual(expected().slice(0, 100));
		expect(asked().length).toBeLessThan(12);
	});

	it('in steps, each behind the cursor of the one before, gives all and once', async () => {
		const found: IDataObject[] = [];
		for (let step = 0; ; step++) {
			const continueAfter = String(found.at(-1)?.cursor ?? '');
			const rows = await jsonOf(site, some(97, { includeCursor: true, continueAfter }), v1);
			if (rows.length === 0) break;
			found.push(...rows);
			expect(step).toBeLessThan(20);
		}
		expect(found.map(timeOf)).toEqual(expected());
	});
});

describe('equal events', () => {
	const of = (more: INodeParameters = {}) =>
		all('messageEvent', {
			subjectId: 'equal',
			filters: { startDate: '2026-03-01', endDate: '2026-04-20' },
			...more,
		});
	beforeAll(() => {
		const { id: destination } = site.add.destination({
			hash: 'equal',
			timestamp: '2026-03-01 10:00:00',
		});
		const place = { ip: '192.0.2.10', useragent: 'Mozilla/5.0' };
		for (const [time, times] of [
			['2026-03-05 10:00:00', 3],
			['2026-03-05 10:00:01', 1],
			['2026-04-05 10:00:00', 2],
		] as const) {
			for (let n = 0; n < times; n++) {
				site.add.impression({ destination, timestamp: time, ...place });
				site.add.delivery({ destination, timestamp: time, attempts: 0 });
			}
		}
	});

	it('are all there, numbered in the IDs of tracking events', async () => {
		const events = await jsonOf(site, of({ output: 'trackingEvent' }), v1);
		expect(events).toHaveLength(12);
		const ids = events.map(({ id }) => String(id));
		expect(new Set(ids).size).toBe(12);
		const suffixes = ids.map((id) => /#\d$/.exec(id)?.[0] ?? '').sort();
		expect(suffixes).toEqual(['', '', '', '', '', '', '#2', '#2', '#2', '#2', '#3', '#3']);
		for (const id of ids) {
			const [, base] = /^(.*)#\d$/.exec(id) ?? [];
			if (base !== undefined) expect(ids).toContain(base);
		}
	});

	it.each(['record', 'trackingEvent'])(
		'a cursor leads on behind each of them, as %s',
		async (output) => {
			const whole = await jsonOf(site, of({ output, options: { includeCursor: true } }), v1);
			const bare = (rows: IDataObject[]) => rows.map((row) => ({ ...row, cursor: undefined }));
			for (let place = 0; place < whole.length; place++) {
				const options = { continueAfter: String(whole[place]!.cursor) };
				const rest = await jsonOf(site, of({ output, options }), v1);
				expect(bare(rest)).toEqual(bare(whole.slice(place + 1)));
			}
		},
	);

	it('a cursor without dates leads on, too', async () => {
		const days = all('messageEvent', { subjectId: 'equal' });
		const whole = await jsonOf(site, { ...days, options: { includeCursor: true } }, v1);
		expect(whole).toHaveLength(8);
		for (let place = 0; place < whole.length; place++) {
			const options = { continueAfter: String(whole[place]!.cursor) };
			const rest = await jsonOf(site, { ...days, options }, v1);
			expect(rest).toHaveLength(whole.length - place - 1);
		}
	});

	it('only some kinds: the cursor leads on all the same', async () => {
		const filters = { startDate: '2026-03-01', endDate: '2026-04-20', events: ['open'] };
		const whole = await jsonOf(site, of({ filters, options: { includeCursor: true } }), v1);
		expect(whole).toHaveLength(6);
		const options = { continueAfter: String(whole[1]!.cursor) };
		expect(await jsonOf(site, of({ filters, options }), v1)).toHaveLength(4);
	});
});

it('a window that fails says where to read on', async () => {
	site.fault({ kind: 'notAList', after: 20 });
	const { error, items } = await run(site, message(), v1);
	site.clearFaults();
	expect(items).toEqual([]);
	expect(error?.message).toBe('The answer of Copernica is no list of events');
	const [, count, cursor] = /(\d+) items had been read.*Continue After to "([^"]+)"/.exec(
		error!.description!,
	)!;
	const rest = await jsonOf(site, message({ options: { continueAfter: cursor } }), v1);
	expect(rest.map(timeOf)).toEqual(expected().slice(Number(count)));
});
