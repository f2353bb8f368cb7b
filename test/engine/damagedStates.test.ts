import type { FollowedList } from '../../nodes/shared/poll/source';
import { placeIn } from './placeIn';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { followed as ofCopernica } from '../../nodes/Copernica/sources';
import { followed as ofEncompass } from '../../nodes/Encompass/sources';
import { followed as ofIovox } from '../../nodes/Iovox/sources';
import { followed as ofProcurios } from '../../nodes/Procurios/sources';
import type { FieldReader } from '../../nodes/shared/feed';
import { givenFields } from '../../nodes/shared/params';
import type { Source } from '../../nodes/shared/poll/source';
import { type Sandbox, startSandbox } from '../../sandbox';
import { copernicaAt, encompassAt, iovoxAt, procuriosAt } from './credentials';
import { Host } from './host';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		procurios: { opens: 30, recipients: 30 },
		iovox: { mails: 30, links: 1 },
		copernica: { clicks: 30 },
		encompass: { messages: 3, opens: 30 },
	});
});
afterAll(async () => await sandbox.close());

interface Strategy {
	readonly name: string;
	readonly parameters: INodeParameters;
	followed(fields: FieldReader): Source;
	host(parameters: INodeParameters): Host;
}

const mode = 'memory' as const;
const procurios = (parameters: INodeParameters) =>
	new Host({ mode, parameters, credentials: procuriosAt(sandbox.procurios) });
const encompass = (parameters: INodeParameters) =>
	new Host({ mode, parameters, credentials: encompassAt(sandbox.encompass) });

const strategies: Strategy[] = [
	{ name: 'ordered', parameters: { event: 'opened' }, followed: ofProcurios, host: procurios },
	{
		name: 'ordered once',
		parameters: { event: 'sent' },
		followed: ofProcurios,
		host: procurios,
	},
	{
		name: 'ordered by ID',
		parameters: { event: 'newEmail' },
		followed: ofProcurios,
		host: procurios,
	},
	{
		...{
			name: 'in a window, as rows that change',
			parameters: { event: 'read' },
			followed: ofIovox,
		},
		host: (parameters) => new Host({ mode, parameters, credentials: iovoxAt(sandbox.iovox) }),
	},
	{
		...{
			name: 'in a window, as rows that come late',
			parameters: { events: ['click', 'open'] },
			followed: ofCopernica,
		},
		host: (parameters) =>
			new Host({ mode, parameters, credentials: copernicaAt(sandbox.copernica) }),
	},
	{
		name: 'in a window that is read each time',
		parameters: { event: 'newMessage' },
		followed: ofEncompass,
		host: encompass,
	},
	{ name: 'by its count', parameters: { event: 'opened' }, followed: ofEncompass, host: encompass },
];

const year = (number: number) => Date.UTC(number, 0, 1);
const WRONG: unknown[] = [
	...[null, 'x', '', {}, [], [[]], true, -1, 0.5, 1e300, year(3000), year(1900)],
	...['3000-01-01 00:00:00', 'AAAA', '////////', [[1, 2, 'x']], [['1', 2, 'AAAAAAA=']]],
];

/** The state with a change at each of its places in turn. */
function* changed(value: unknown, path: string[] = []): Generator<[string, unknown]> {
	for (const wrong of WRONG) yield [`${path.join('.')} = ${JSON.stringify(wrong)}`, wrong];
	if (typeof value !== 'object' || value === null) return;
	for (const [name, inner] of Object.entries(value)) {
		for (const [where, other] of changed(inner, [...path, name])) {
			const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
			copy[name] = other;
			yield [where, copy];
		}
	}
}

describe.each(strategies)('a state of a list that is followed $name', (strategy) => {
	const { parameters, followed, host: hostOf } = strategy;
	const [list] = followed(givenFields({ ...parameters, startFrom: 'beginning' })).lists as [
		FollowedList,
	];
	let stored: IDataObject;
	let usual: IDataObject[];
	beforeAll(async () => {
		// Few at once, so that it stops on its way.
		const given = { ...parameters, startFrom: 'beginning', traffic: 'all' };
		const host = hostOf({ ...given, options: { maxEvents: 7 } });
		await host.activate();
		await host.tick();
		stored = host.state.poll as never;
		const all = hostOf(given);
		await all.activate();
		usual = all.emitted;
		expect(usual.length).toBeGreaterThan(0);
	});

	/** Goes on from a state. */
	async function goOnFrom(poll: unknown): Promise<Host> {
		const host = hostOf({ ...parameters, startFrom: 'beginning', traffic: 'all' });
		host.putBack({ 'node:Trigger': { poll } } as IDataObject);
		await host.activate();
		await host.tick();
		expect(host.errors).toEqual([]);
		return host;
	}

	it('is one', () => {
		expect(list.isState(placeIn(stored), Date.now())).toBe(true);
	});

	it('that is damaged is recognised, or goes on right', async () => {
		const all = [...changed(placeIn(stored))];
		const taken = all.filter(([, place]) => list.isState(place, Date.now()));
		// What is taken for good is none of a wrong type.
		for (const [where] of taken) expect(where).not.toMatch(/= (?:null|1e\+300)$/);
		const some = taken.filter(([where]) => /= (?:-1|"x"|\[\]|\{\})$/.test(where));
		const json = new Set(usual.map((each) => JSON.stringify(each)));
		for (const [where, place] of some) {
			const lists = { [list.key]: { place } };
			const host = await goOnFrom({ ...stored, lists }).catch((error: Error) => {
				throw new Error(`${where}: ${error.stack}`);
			});
			for (const each of host.emitted)
				expect([where, json.has(JSON.stringify(each))]).toEqual([where, true]);
		}
	});

	it.each([
		{ lists: 'x' },
		{ lists: null },
		{ lists: { [list.key]: 'x' } },
		{ lists: { [list.key]: { place: 'x' } } },
		{ lists: { [list.key]: { place: null } } },
		{ lists: { [list.key]: { failedContact: 'x' } } },
		{ version: 'x' },
		{ revision: 'x' },
		{ revision: 1e300 },
		{ revision: -1 },
		{ feed: 5 },
		{ next: 5 },
	])('with %j begins anew, with a notice, and goes on from there', async (part) => {
		const host = await goOnFrom({ ...stored, ...part });
		expect(host.emitted).toHaveLength(usual.length);
		expect(host.warnings).toEqual([expect.stringMatching(/begins anew as Start From says/)]);
		const { revision } = host.state.poll as IDataObject;
		expect(Number.isSafeInteger(revision)).toBe(true);
	});
});
