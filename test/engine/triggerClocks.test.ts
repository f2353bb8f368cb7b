import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type DateTeller, type Sandbox, startSandbox } from '../../sandbox';
import { onlyTheClockIsFake } from '../time';
import { copernicaAt, encompassAt, iovoxAt, procuriosAt } from './credentials';
import { Host } from './host';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../time')>('../time').withoutPauses(),
);
onlyTheClockIsFake();

const START = Date.parse('2026-02-03T09:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A trigger, and what it follows. */
interface Case {
	readonly name: string;
	host(sandbox: Sandbox, parameters: INodeParameters): Host;
	vendor(sandbox: Sandbox): { tellDate(tell: DateTeller): void };
	/** Something happens, dated so long ago. @returns its key */
	happen(sandbox: Sandbox, ago: number): string;
	keyOf(json: IDataObject): string;
}

const iso = (ago: number) => new Date(Date.now() - ago).toISOString();
let opens = 0;

const procurios = {
	vendor: ({ procurios: vendor }: Sandbox) => vendor,
	keyOf: ({ location, trackingCode }: IDataObject) => String(location ?? trackingCode),
	host: (event: string) => (sandbox: Sandbox, parameters: INodeParameters) =>
		new Host({
			...{ mode: 'memory' as const, credentials: procuriosAt(sandbox.procurios) },
			parameters: { event, traffic: 'all', ...parameters },
		}),
};
const encompass = {
	vendor: ({ encompass: vendor }: Sandbox) => vendor,
	keyOf: ({ id }: IDataObject) => String(id),
	host: (event: string) => (sandbox: Sandbox, parameters: INodeParameters) =>
		new Host({
			...{ mode: 'memory' as const, credentials: encompassAt(sandbox.encompass) },
			parameters: { event, watchedDays: 2, ...parameters },
		}),
};
const iovox = {
	vendor: ({ iovox: vendor }: Sandbox) => vendor,
	keyOf: ({ message_id }: IDataObject) => String(message_id),
	host: (event: string) => (sandbox: Sandbox, parameters: INodeParameters) =>
		new Host({
			...{ mode: 'memory' as const, credentials: iovoxAt(sandbox.iovox) },
			parameters: { event, lookBackDays: 1, ...parameters },
		}),
};

const CASES: Case[] = [
	{
		...{ ...procurios, name: 'Procurios, opened', host: procurios.host('opened') },
		happen: ({ procurios: { add } }, ago) =>
			add.open({ date: iso(ago), location: String(++opens).padStart(40, '0') }).location!,
	},
	{
		...{ ...procurios, name: 'Procurios, bounced', host: procurios.host('bounced') },
		happen: ({ procurios: { add } }, ago) =>
			add.recipient({ sent: iso(ago), bounced: iso(ago), lastUpdate: iso(ago) }).trackingCode,
	},
	{
		...{ ...encompass, name: 'Encompass, opened', host: encompass.host('opened') },
		happen({ encompass: { add, data } }, ago) {
			// A campaign goes out now and then.
			const sent = Date.now() - 6 * HOUR;
			if (sent - data.messages.at(-1)!.actualSendTimestamp! > 6 * HOUR) {
				const times = { scheduledDateTimestamp: sent, dateAdded: sent };
				add.message({ ...times, actualSendTimestamp: sent }, 3);
			}
			const messageId = data.messages.at(-1)!.id;
			const at = Date.now() - ago;
			return String(add.open({ messageId, timestamp: at, dateAdded: at }).id);
		},
	},
	{
		...{ ...encompass, name: 'Encompass, new message', host: encompass.host('newMessage') },
		happen({ encompass: { add } }, ago) {
			const at = Date.now() - ago;
			const { id } = add.message({
				...{ scheduledDateTimestamp: at, actualSendTimestamp: at, dateAdded: at },
			});
			return String(id);
		},
	},
	{
		...{ ...iovox, name: 'iovox, read', host: iovox.host('read') },
		happen({ iovox: { add } }, ago) {
			const at = Date.now() - Math.max(ago, 0);
			const { message_id } = add.mail({
				...{ disposition: 'sent', receive_date: at, delivery_date: at },
			});
			add.change(message_id, { read: true, at: Date.now() - ago });
			return message_id;
		},
	},
	{
		...{ ...iovox, name: 'iovox, new e-mail', host: iovox.host('newEmail') },
		happen: ({ iovox: { add } }, ago) => add.mail({ receive_date: Date.now() - ago }).message_id,
	},
	{
		name: 'Copernica, clicked',
		vendor: ({ copernica: vendor }) => vendor,
		keyOf: ({ ID, id }) => String(ID ?? id),
		host: (sandbox, parameters) =>
			new Host({
				...{ mode: 'memory' as const, credentials: copernicaAt(sandbox.copernica) },
				parameters: { events: ['click'], product: 'ms', ...parameters },
			}),
		happen: ({ copernica: { add } }, ago) =>
			String(add.click({ product: 'ms', timestamp: Date.now() - ago }).id),
	},
];

let sandbox: Sandbox;
beforeEach(async () => {
	jest.setSystemTime(START);
	const start = new Date(START - 2 * DAY);
	const end = new Date(START - HOUR);
	const now = Date.now;
	sandbox = await startSandbox({
		procurios: { emails: 1, recipients: 3, opens: 0, clicks: 0, start, end, now },
		encompass: { messages: 2, recipients: 3, opens: 0, clicks: 0, bounces: 0, start, end, now },
		iovox: { mails: 3, links: 1, start, end, now },
		copernica: {
			...{ emailings: 1, destinations: 2, profiles: 2, now },
			...{ clicks: 0, impressions: 0, errors: 0, abuses: 0, unsubscribes: 0 },
		},
	});
});
afterEach(async () => await sandbox.close());

const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

/** Only the next answer says this of the time. */
function onceDated(vendor: ReturnType<Case['vendor']>, date: DateTeller): void {
	let isToCome = true;
	vendor.tellDate((now) => {
		const tell = isToCome ? date : right;
		isToCome = false;
		return tell(now);
	});
}
const right: DateTeller = (now) => new Date(now).toUTCString();
const off =
	(by: number): DateTeller =>
	(now) =>
		right(now + by);

describe.each(CASES)('$name', ({ host: hostOf, vendor: vendorOf, happen, keyOf }) => {
	const given = ({ emitted }: Host) => emitted.map((json) => keyOf(json)).sort();

	it.each([
		['15 days ahead', off(15 * DAY)],
		['32 days ahead', off(32 * DAY)],
		['200 days ahead', off(200 * DAY)],
		['10 years back', off(-3_653 * DAY)],
		['"0"', () => '0'],
		['missing', () => undefined],
	] as Array<[string, DateTeller]>)('loses nothing by one Date that is %s', async (_, date) => {
		const host = hostOf(sandbox, {});
		await host.activate();
		const keys: string[] = [];
		for (let day = 0; day < 6; day++) {
			later(4 * HOUR);
			keys.push(happen(sandbox, 0));
			if (day === 1) onceDated(vendorOf(sandbox), date);
			await host.tick();
			later(HOUR);
			await host.tick();
		}
		expect(given(host)).toEqual(keys.sort());
		expect(host.warnings).toEqual([]);
	});

	it.each([
		[15, 10],
		[32, 31],
		[1, 0.5],
	])(
		'loses nothing by a poll of Dates %s days ahead, with what is dated %s days ahead',
		async (by, ahead) => {
			const host = hostOf(sandbox, {});
			await host.activate();
			const keys: string[] = [];
			for (let day = 0; day < 6; day++) {
				later(4 * HOUR);
				keys.push(happen(sandbox, 0));
				if (day === 1) {
					keys.push(happen(sandbox, -ahead * DAY));
					vendorOf(sandbox).tellDate(off(by * DAY));
				}
				await host.tick();
				vendorOf(sandbox).tellDate(right);
				later(HOUR);
				await host.tick();
			}
			// At the latest, it is shown at the time of its date.
			later(ahead * DAY);
			await host.tick();
			await host.tick();
			expect(given(host)).toEqual(keys.sort());
		},
	);

	it.each([
		['2 hours ahead', off(2 * HOUR), true],
		['10 years back', off(-3_653 * DAY), true],
		['"0"', () => '0', true],
		['missing', () => undefined, false],
		['9 minutes back', off(-9 * MINUTE), false],
	] as Array<[string, DateTeller, boolean]>)(
		'starts at the right time where the first Date is %s',
		async (_, date, isSaid) => {
			happen(sandbox, 30 * MINUTE);
			const host = hostOf(sandbox, {});
			vendorOf(sandbox).tellDate(date);
			await host.activate();
			vendorOf(sandbox).tellDate(right);
			const keys: string[] = [];
			for (let event = 0; event < 4; event++) {
				later(20 * MINUTE);
				keys.push(happen(sandbox, 0));
				await host.tick();
			}
			later(HOUR);
			await host.tick();
			expect(given(host)).toEqual(keys.sort());
			const said = isSaid ? [expect.stringMatching(/starts by the clock here/)] : [];
			expect(host.warnings).toEqual(said);
		},
	);

	it.each([150, 3_500])('gives out what is dated %i s ahead of all clocks once', async (ahead) => {
		const host = hostOf(sandbox, {});
		await host.activate();
		later(MINUTE);
		const keys = [happen(sandbox, -ahead * SECOND)];
		for (let poll = 0; poll < 5; poll++) {
			await host.tick();
			later(MINUTE);
			keys.push(happen(sandbox, 0));
			keys.push(happen(sandbox, 50 * SECOND));
		}
		for (let poll = 0; poll < 4; poll++) {
			later(HOUR);
			await host.tick();
		}
		expect(given(host)).toEqual(keys.sort());
	});

	it.each([-90, 90])('gives out each once where every second Date is %i s off', async (seconds) => {
		let answers = 0;
		vendorOf(sandbox).tellDate((now) => right(now + (++answers % 2 ? 0 : seconds * SECOND)));
		const host = hostOf(sandbox, {});
		await host.activate();
		const keys: string[] = [];
		for (let poll = 0; poll < 20; poll++) {
			later(MINUTE);
			keys.push(happen(sandbox, 0));
			await host.tick();
		}
		later(HOUR);
		await host.tick();
		expect(given(host)).toEqual(keys.sort());
	});

	it('loses nothing where the clock here jumps ahead for one poll', async () => {
		const host = hostOf(sandbox, {});
		await host.activate();
		later(HOUR);
		const keys = [happen(sandbox, 0)];
		await host.tick();
		vendorOf(sandbox).tellDate((now) => right(now - 100 * DAY));
		later(100 * DAY);
		await host.tick();
		later(-100 * DAY);
		vendorOf(sandbox).tellDate(right);
		for (let event = 0; event < 4; event++) {
			later(2 * HOUR);
			keys.push(happen(sandbox, 0));
			await host.tick();
		}
		expect(given(host)).toEqual(keys.sort());
	});
});
