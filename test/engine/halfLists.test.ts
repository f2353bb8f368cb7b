import type { IDataObject, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { LOAD_MS } from '../load';
import {
	copernicaAt,
	encompassAt,
	iovoxAt,
	type MemoryCredentials,
	procuriosAt,
} from './credentials';
import { searchEmailings, searchEmails, searchLinks, searchMessages } from './engine';
import { byId, type ExportedList } from './export/lists';
import { itemsOf, recordsOf, runExport, textOf } from './export/run';
import { Host } from './host';

/** What comes out of a list is all that is there, or an error, however its pages come. */
jest.setTimeout(LOAD_MS);

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../time')>('../time').withoutPauses(),
);

/** More than two pages of a thousand. */
const MANY = 2_300;
const NONE = { clicks: 0, impressions: 0, deliveries: 0, errors: 0, abuses: 0, unsubscribes: 0 };
const OPTIONS: SandboxOptions = {
	procurios: { opens: 130, emails: 70, pageSize: { emails: 20, others: 20 } },
	iovox: { mails: 130, links: 40, failShare: 0.2 },
	encompass: { messages: 1, recipients: 20, opens: MANY, clicks: 0, bounces: 0 },
	copernica: { ...NONE, emailings: 3, destinations: 20, ms: { clicks: MANY } },
};

type VendorName = 'procurios' | 'iovox' | 'encompass' | 'copernica';

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

/** The end of what happens to a list. */
type Ends = 'whole' | RegExp;
const STANDS = /does not move on/;
const HAS_GAP = /came with a gap/;

interface Way {
	readonly vendor: VendorName;
	readonly list: Omit<
		ExportedList,
		'name' | 'vendor' | 'file' | 'hasEvents' | 'hasCursor' | 'pageSize'
	>;
	readonly keyOf: (record: IDataObject) => unknown;
	/** What is there. */
	readonly all: (sandbox: Sandbox) => readonly unknown[];
	readonly prepare?: (sandbox: Sandbox) => void;
	/** The requests for the first page, for the second, and for those behind the first. */
	readonly first: string;
	readonly second: string;
	readonly later: string;
	readonly shortForEver: Ends;
	readonly counts: boolean;
}

const iovoxWay = (more: INodeParameters, is: (row: IDataObject) => boolean) => ({
	vendor: 'iovox' as const,
	list: {
		operation: 'getAll' as const,
		parameters: () => ({ resource: 'email', options: { pageSize: 20 }, ...more }),
		credentials: ({ iovox }: Sandbox) => iovoxAt(iovox),
	},
	keyOf: (record: IDataObject) => record.message_id,
	all: ({ iovox }: Sandbox) =>
		(iovox.data.mails as unknown as IDataObject[]).filter(is).map((row) => row.message_id),
	counts: true,
});

const indexed = (name: string) => ({
	...{ first: `[?&]${name}=0&`, second: `[?&]${name}=999&`, later: `[?&]${name}=[1-9]` },
	// Its rest is read from where it was cut.
	shortForEver: 'whole' as const,
});

const copernicaWay = (totalHonoured: boolean): Way => ({
	vendor: 'copernica',
	list: {
		operation: 'getAll',
		parameters: () => ({ resource: 'click', product: 'ms', scope: 'account' }),
		credentials: ({ copernica }) => copernicaAt(copernica),
	},
	keyOf: (record) => record.ID ?? record.id,
	all: ({ copernica }) => copernica.data.events('ms', 'click').map(({ id }) => id),
	prepare: ({ copernica }) => copernica.setSwitches({ totalHonoured }),
	...indexed('start'),
	counts: !totalHonoured,
});

const WAYS: Record<string, Way> = {
	'Procurios, by cursor': {
		vendor: 'procurios',
		list: {
			operation: 'getAll',
			parameters: () => ({ resource: 'open', emailScope: 'all' }),
			credentials: (each) => procuriosAt(each.procurios),
		},
		keyOf: ({ trackingId, trackingCode, date }) => [trackingId, trackingCode, date].join(' '),
		all: ({ procurios }) =>
			procurios.data.opens.map(({ trackingId, trackingCode, date }) =>
				[trackingId, trackingCode, date].join(' '),
			),
		...{ first: '/opens$', second: '/opens\\?after=', later: '/opens\\?after=' },
		shortForEver: 'whole',
		counts: false,
	},
	'iovox, by page number': {
		...iovoxWay({}, () => true),
		...{ first: '[?&]page=1(&|$)', second: '[?&]page=2(&|$)', later: '[?&]page=[2-9]' },
		shortForEver: HAS_GAP,
	},
	'iovox, from place to place': {
		...iovoxWay(
			{ filters: { readDisposition: 'unread' } },
			({ read_disposition }) => read_disposition === 'unread',
		),
		...{ first: '[?&]page=1(&|$)', second: '[?&]page=1(&|$)', later: '[?&]page=1(&|$)' },
		// Its rest is read from where it was cut.
		shortForEver: 'whole',
	},
	'Encompass, by index': {
		vendor: 'encompass',
		list: {
			operation: 'getAll',
			parameters: ({ encompass }) => ({
				resource: 'open',
				messageId: byId(encompass.data.messages[0]!.id),
			}),
			credentials: ({ encompass }) => encompassAt(encompass),
		},
		keyOf: ({ id }) => id,
		all: ({ encompass }) =>
			encompass.data.opensOf(encompass.data.messages[0]!.id).map(({ id }) => id),
		...indexed('startAt'),
		counts: true,
	},
	'Copernica, by index, counted': copernicaWay(false),
	'Copernica, by index': copernicaWay(true),
};

interface Case {
	readonly faults: (way: Pick<Way, 'first' | 'second' | 'later' | 'counts'>) => Fault[];
	readonly ends: (way: Way) => Ends;
}

const always = 'always' as const;
const CASES: Record<string, Case> = {
	'whose second page is the first, once': {
		faults: ({ second }) => [{ kind: 'samePage', match: second }],
		ends: () => 'whole',
	},
	'whose second page is the first, for ever': {
		faults: ({ second }) => [{ kind: 'samePage', match: second, times: always }],
		ends: () => STANDS,
	},
	'whose every page is the first': {
		faults: ({ later }) => [{ kind: 'samePage', match: later, times: always }],
		ends: () => STANDS,
	},
	'whose first page is short, once': {
		faults: ({ first }) => [{ kind: 'shortPage', match: first }],
		ends: () => 'whole',
	},
	'whose second page is short, once': {
		faults: ({ second }) => [{ kind: 'shortPage', match: second }],
		ends: () => 'whole',
	},
	'whose first page is short, for ever': {
		faults: ({ first }) => [{ kind: 'shortPage', match: first, times: always }],
		ends: ({ shortForEver }) => shortForEver,
	},
	'that counts one too many': {
		faults: ({ counts }) => (counts ? [{ kind: 'highTotal', times: always }] : []),
		ends: () => 'whole',
	},
};

const SKIPPED = [
	// Every request is one for the first page: it has to move on by its own place.
	'iovox, from place to place whose second page is the first, for ever',
	'iovox, from place to place whose every page is the first',
];

const sorted = (keys: readonly unknown[]) => keys.map(String).sort();
const start = async ({ prepare }: Pick<Way, 'prepare'>) => {
	sandbox = await startSandbox(OPTIONS);
	prepare?.(sandbox);
};

describe.each(Object.entries(WAYS))('%s: a list', (name, way) => {
	const list = { ...way.list, name } as ExportedList;
	const cases = Object.entries(CASES).filter(([which]) => !SKIPPED.includes(`${name} ${which}`));

	it.each(cases)('%s, is given out whole or is an error', async (_which, { faults, ends }) => {
		await start(way);
		const end = ends(way);
		const expected = sorted(way.all(sandbox));
		const spoil = () => {
			sandbox[way.vendor].clearFaults();
			for (const each of faults(way)) sandbox[way.vendor].fault(each);
		};
		spoil();
		const items = await itemsOf(sandbox, list).catch(({ message }: Error) => message);
		spoil();
		const { result, parts } = await runExport(sandbox, list);
		if (end === 'whole') {
			expect(textOf(result)).toBe('');
			expect(sorted((items as IDataObject[]).map(way.keyOf))).toEqual(expected);
			expect(sorted(recordsOf(parts).map(way.keyOf))).toEqual(expected);
		} else {
			expect(items).toMatch(end);
			expect(textOf(result)).toMatch(end);
		}
	});
});

describe('iovox: a list behind whose last page is none', () => {
	it.each([
		[0, true],
		[1, false],
	])('ends there, where no more are counted (%s more)', async (more, isWhole) => {
		sandbox = await startSandbox({ iovox: { mails: 1_000 } });
		const { iovox } = sandbox;
		iovox.fault({ kind: 'status', status: 404, match: '[?&]page=2(&|$)', times: always });
		if (more > 0) iovox.fault({ kind: 'highTotal', match: '[?&]page=1(&|$)', times: always });
		const list = {
			...WAYS['iovox, by page number']!.list,
			parameters: () => ({ resource: 'email' }),
		} as unknown as ExportedList;
		const items = await itemsOf(sandbox, list).catch(({ message }: Error) => message);
		const { result, parts } = await runExport(sandbox, list);
		if (!isWhole) {
			expect(items).toMatch(/404/);
			return expect(textOf(result)).toMatch(/404/);
		}
		expect(items).toHaveLength(1_000);
		expect(recordsOf(parts)).toEqual(items);
	});
});

it('iovox: a list whose last page stays short is an error', async () => {
	const way = WAYS['iovox, by page number']!;
	await start(way);
	const { iovox } = sandbox;
	iovox.fault({ kind: 'shortPage', match: '[?&]page=7(&|$)', times: always });
	const list = { ...way.list, name: '' } as ExportedList;
	await expect(itemsOf(sandbox, list)).rejects.toThrow(HAS_GAP);
	const { result } = await runExport(sandbox, list);
	expect(textOf(result)).toMatch(/place \d+ is not empty/);
});

interface Followed
	extends Pick<
		Way,
		'vendor' | 'keyOf' | 'all' | 'first' | 'second' | 'later' | 'counts' | 'prepare'
	> {
	readonly host: (sandbox: Sandbox) => Host;
}

const following = (
	credentials: (sandbox: Sandbox) => MemoryCredentials,
	parameters: INodeParameters,
) => ({
	host: (each: Sandbox) =>
		new Host({
			mode: 'memory',
			credentials: credentials(each),
			parameters: { startFrom: 'beginning', ...parameters },
		}),
});

const FOLLOWED: Record<string, Followed> = {
	'Procurios opened': {
		...WAYS['Procurios, by cursor']!,
		...following((each) => procuriosAt(each.procurios), {
			...{ event: 'opened', traffic: 'all' },
		}),
	},
	'iovox new e-mail': {
		...WAYS['iovox, by page number']!,
		prepare: ({ iovox }) => iovox.setSwitches({ pageCap: 40 }),
		...following(({ iovox }) => iovoxAt(iovox), { event: 'newEmail' }),
	},
	'Encompass opened': {
		...WAYS['Encompass, by index']!,
		...following(({ encompass }) => encompassAt(encompass), { event: 'opened' }),
	},
	'Encompass opened, newest first': {
		...WAYS['Encompass, by index']!,
		prepare: ({ encompass }) => encompass.setSwitches({ order: 'descending' }),
		...following(({ encompass }) => encompassAt(encompass), { event: 'opened' }),
	},
	'Encompass opened, in any order': {
		...WAYS['Encompass, by index']!,
		prepare: ({ encompass }) => encompass.setSwitches({ order: 'byRecipient' }),
		...following(({ encompass }) => encompassAt(encompass), { event: 'opened' }),
	},
	'Encompass opened, without a total': {
		...WAYS['Encompass, by index']!,
		...{ counts: false, prepare: ({ encompass }) => encompass.setSwitches({ listBody: 'bare' }) },
		...following(({ encompass }) => encompassAt(encompass), { event: 'opened' }),
	},
	'Encompass opened, in any order, without a total': {
		...WAYS['Encompass, by index']!,
		counts: false,
		prepare: ({ encompass }) => encompass.setSwitches({ order: 'byRecipient', listBody: 'bare' }),
		...following(({ encompass }) => encompassAt(encompass), { event: 'opened' }),
	},
	'Copernica clicked': {
		...WAYS['Copernica, by index, counted']!,
		...following(({ copernica }) => copernicaAt(copernica), { events: ['click'] }),
	},
	'Copernica clicked, without a total': {
		...WAYS['Copernica, by index']!,
		...following(({ copernica }) => copernicaAt(copernica), { events: ['click'] }),
	},
};

describe.each(Object.entries(FOLLOWED))('the trigger of %s', (name, way) => {
	const cases = Object.entries(CASES).filter(([which]) => !SKIPPED.includes(`${name} ${which}`));

	it.each(cases)('gives out all of a list %s, once', async (_which, { faults }) => {
		await start(way);
		const vendor = sandbox[way.vendor];
		const host = way.host(sandbox);
		for (const each of faults(way)) vendor.fault(each);
		await host.activate().catch(() => undefined);
		for (let poll = 0; poll < 4; poll++) await host.tick();
		const isOver = host.emitted.length === way.all(sandbox).length;
		vendor.clearFaults();
		for (let poll = 0; poll < (isOver ? 1 : 6); poll++) await host.tick();
		expect(sorted(host.emitted.map(way.keyOf))).toEqual(sorted(way.all(sandbox)));
	});
});

interface Picker {
	readonly vendor: VendorName;
	readonly options: SandboxOptions;
	readonly search: (sandbox: Sandbox) => Promise<INodeListSearchResult>;
	readonly all: (sandbox: Sandbox) => readonly unknown[];
	readonly second: string;
}

const PICKERS: Record<string, Picker> = {
	Procurios: {
		vendor: 'procurios',
		options: OPTIONS,
		search: async (each) => await searchEmails(procuriosAt(each.procurios)),
		all: ({ procurios }) => procurios.data.emails.map(({ trackingId }) => trackingId),
		second: '\\?after=',
	},
	Encompass: {
		vendor: 'encompass',
		options: { encompass: { messages: 70, recipients: 1, switches: { pageCap: 20 } } },
		search: async ({ encompass }) => await searchMessages(encompassAt(encompass)),
		all: ({ encompass }) => encompass.data.messages.map(({ id }) => id),
		second: '[?&]startAt=19&',
	},
	Copernica: {
		vendor: 'copernica',
		options: { copernica: { emailings: 70, switches: { pageCap: 20 } } },
		search: async ({ copernica }) => await searchEmailings('ms')(copernicaAt(copernica)),
		all: ({ copernica }) => copernica.data.emailings('ms').map(({ id }) => id),
		second: '[?&]start=19&',
	},
};

describe.each(Object.entries(PICKERS))('the picker of %s', (_name, picker) => {
	it.each<[string, Fault, Ends]>([
		['is the first, once', { kind: 'samePage' }, 'whole'],
		['is the first, for ever', { kind: 'samePage', times: always }, STANDS],
		['is short, once', { kind: 'shortPage' }, 'whole'],
	])('shows all, or an error, where the second page %s', async (_which, fault, ends) => {
		sandbox = await startSandbox(picker.options);
		sandbox[picker.vendor].fault({ ...fault, match: picker.second });
		const found = picker.search(sandbox);
		if (ends !== 'whole') return await expect(found).rejects.toThrow(ends);
		const { results } = await found;
		expect(sorted(results.map(({ value }) => value))).toEqual(sorted(picker.all(sandbox)));
	});
});

it('the picker of iovox shows all links, or an error', async () => {
	sandbox = await startSandbox({ iovox: { mails: 300, links: 12, switches: { pageCap: 40 } } });
	const { iovox } = sandbox;
	const whole = await searchLinks(iovoxAt(iovox));
	for (const kind of ['samePage', 'shortPage'] as const) {
		iovox.fault({ kind, match: '[?&]page=2(&|$)' });
		expect(await searchLinks(iovoxAt(iovox))).toEqual(whole);
	}
	iovox.fault({ kind: 'samePage', match: '[?&]page=2(&|$)', times: always });
	await expect(searchLinks(iovoxAt(iovox))).rejects.toThrow(STANDS);
});
