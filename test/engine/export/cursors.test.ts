import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import { closeGateways, gatewayTo } from '../iovox/gateway';
import { type ExportedList, listOf, named, startLists } from './lists';
import { exported, itemsOf, type Part, recordsOf } from './run';

/** An export that goes on behind a file of an earlier one. */

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startLists()));
afterAll(async () => await sandbox.close());
afterEach(closeGateways);

const EVENTS = { output: 'trackingEvent' };
const withCursor = named(({ hasCursor }) => hasCursor);

/** Behind which files: all of them, where there are not too many. */
const placesIn = (parts: readonly Part[], most: number) => {
	const step = Math.max(1, Math.floor(parts.length / most));
	const places = [...parts.keys()].filter((place) => place % step === 0);
	return [...new Set([...places, parts.length - 1])];
};

async function expectResumes(
	list: ExportedList,
	more: INodeParameters,
	recordsPerFile: number,
	most = Infinity,
): Promise<void> {
	const parts = await exported(sandbox, list, { ...more, options: { recordsPerFile } });
	expect(parts.length).toBeGreaterThan(1);
	for (const place of placesIn(parts, most)) {
		const options = { recordsPerFile, continueAfter: String(parts[place]!.json.cursor) };
		const rest = await exported(sandbox, list, { ...more, options });
		expect(recordsOf(rest)).toEqual(recordsOf(parts.slice(place + 1)));
		expect(rest.map(({ json }) => json.part)).toEqual(rest.map((_, index) => index + 1));
	}
}

it.each(withCursor)('behind each file of %s comes exactly the rest', async (_name, list) => {
	await expectResumes(list, {}, 7);
});

it.each(named(({ hasCursor, hasEvents }) => hasCursor && hasEvents))(
	'behind each file of tracking events of %s comes exactly the rest',
	async (_name, list) => {
		const total = (await itemsOf(sandbox, list, EVENTS)).length;
		await expectResumes(list, EVENTS, Math.ceil(total / 7));
	},
);

it.each(['Procurios open', 'Procurios click', 'iovox e-mail', 'iovox unread e-mail'])(
	'behind each record of %s, of which many share a second, comes exactly the rest',
	async (name) => {
		await expectResumes(listOf(name), {}, 1, 30);
	},
);

const NARROWED: Array<[string, string, () => INodeParameters]> = [
	['Copernica open of ms', 'after a time', () => ({ filters: { occurredAfter: midOf('ms') } })],
	[
		'Copernica open of publisher',
		'before a time',
		() => ({ filters: { occurredBefore: midOf('publisher') } }),
	],
	[
		'iovox e-mail',
		'of a period',
		() => ({
			filters: { startDate: '2026-02-03T09:00:05Z', endDate: '2026-02-03T09:00:25Z' },
		}),
	],
	['iovox e-mail', 'that were sent', () => ({ filters: { disposition: 'sent' } })],
	[
		'Encompass message',
		'sent before a time',
		() => ({ filters: { sentBefore: new Date(midMessage()).toISOString() } }),
	],
	['Procurios open', 'of people', () => ({ traffic: 'human' })],
	['Copernica messageEvent', 'of some kinds', () => ({ filters: eventFilters() })],
];

const midOf = (product: 'ms' | 'publisher') => {
	const rows = [...sandbox.copernica.data.events(product, 'impression')];
	const times = rows.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
	return new Date(times[Math.floor(times.length / 2)]!).toISOString();
};
const midMessage = () => {
	const times = sandbox.encompass.data.messages.map(({ actualSendTimestamp }) =>
		Number(actualSendTimestamp),
	);
	return times.sort((a, b) => a - b)[Math.floor(times.length * 0.7)]!;
};
const eventFilters = () => {
	const { filters } = listOf('Copernica messageEvent').parameters(sandbox);
	return { ...(filters as INodeParameters), events: ['open', 'delivery'] };
};

it.each(NARROWED)(
	'behind each file of %s %s comes exactly the rest',
	async (name, _what, narrowed) => {
		const list = listOf(name);
		const all = await itemsOf(sandbox, list);
		const some = await itemsOf(sandbox, list, narrowed());
		expect(some.length).toBeLessThan(all.length);
		await expectResumes(list, narrowed(), 3);
	},
);

it('behind the last of windows that are empty comes nothing, and what is new', async () => {
	const list = listOf('Copernica messageEvent');
	const { filters } = list.parameters(sandbox);
	const more = { filters: { ...(filters as INodeParameters), endDate: '' } };
	const parts = await exported(sandbox, list, { ...more, options: { recordsPerFile: 7 } });
	const continueAfter = String(parts.at(-1)!.json.cursor);
	expect(await exported(sandbox, list, { ...more, options: { continueAfter } })).toEqual([]);
});

describe('what is added after an export', () => {
	/** Each in a second of its own: of two in one, the later one may be listed first. */
	let seconds = 0;
	const date = () => new Date(Date.now() + 1_000 * ++seconds).toISOString();

	const ADDED: Array<[string, () => unknown]> = [
		['Procurios email', () => sandbox.procurios.add.email()],
		['Procurios open', () => sandbox.procurios.add.open({ date: date() })],
		['Procurios click', () => sandbox.procurios.add.click({ date: date() })],
		['iovox e-mail', () => sandbox.iovox.add.mail()],
		[
			'Encompass recipient',
			() => sandbox.encompass.add.recipient({ messageId: sandbox.encompass.data.messages[0]!.id }),
		],
		[
			'Encompass open',
			() => sandbox.encompass.add.open({ messageId: sandbox.encompass.data.messages[0]!.id }),
		],
		['Copernica open of ms', () => sandbox.copernica.add.impression({ product: 'ms' })],
		['Copernica click of publisher', () => sandbox.copernica.add.click({ product: 'publisher' })],
	];

	it.each(ADDED)('to %s comes behind its last file, and nothing else', async (name, add) => {
		const list = listOf(name);
		const before = await exported(sandbox, list, { options: { recordsPerFile: 7 } });
		let continueAfter = String(before.at(-1)!.json.cursor);
		for (let round = 0; round < 3; round++) {
			add();
			add();
			const more = await exported(sandbox, list, { options: { continueAfter } });
			expect(more.map(({ json }) => json.records)).toEqual([2]);
			continueAfter = String(more[0]!.json.cursor);
		}
		const all = await itemsOf(sandbox, list);
		expect(all).toHaveLength(recordsOf(before).length + 6);
	});

	it('to the very second of the last record is not lost', async () => {
		const list = listOf('Procurios open');
		const before = await exported(sandbox, list);
		const last = before[0]!.records.at(-1)!;
		const continueAfter = String(before[0]!.json.cursor);
		sandbox.procurios.add.open(last);
		sandbox.procurios.add.open({ ...last, location: 'f'.repeat(40) });
		const more = await exported(sandbox, list, { options: { continueAfter } });
		expect(recordsOf(more)).toHaveLength(2);
		expect(recordsOf(more)).toContainEqual(last);
	});

	it('of nothing, the cursor of an export stays one', async () => {
		const list = listOf('Procurios open');
		const [part] = await exported(sandbox, list);
		const options = { continueAfter: String(part!.json.cursor) };
		expect(await exported(sandbox, list, { options })).toEqual([]);
	});
});

it('what is added while it is exported is in it at most once, and all else once', async () => {
	const atFirst = sandbox.iovox.data.mails.map(({ message_id }) => message_id);
	const gateway = await gatewayTo(sandbox.iovox, {
		arrives: () => void sandbox.iovox.add.mail(),
	});
	const { credentials } = gateway;
	const parts = await exported(
		sandbox,
		listOf('iovox e-mail'),
		{ options: { recordsPerFile: 7 } },
		{ credentials },
	);
	const ids = recordsOf(parts).map(({ message_id }) => String(message_id));
	expect(new Set(ids).size).toBe(ids.length);
	expect(atFirst.filter((id) => !ids.includes(id))).toEqual([]);
	expect(gateway.passed.length).toBeGreaterThan(5);
});

it.each(['ASC', 'DESC'])(
	'mails that leave the list between its files push no other out, %s',
	async (direction) => {
		const list = listOf('iovox unread e-mail');
		const more = { sort: { fields: [{ field: 'receive_date', direction }] } };
		const atFirst = await itemsOf(sandbox, list, more);
		const [first] = await exported(sandbox, list, {
			...{ ...more, returnAll: false, limit: 30 },
			options: { recordsPerFile: 30 },
		});
		// Some of those that were exported, and of those that were not, among them the last of all.
		for (const { message_id } of atFirst.filter((_, place) => place % 5 === 4)) {
			sandbox.iovox.add.change(String(message_id), { read: true });
		}
		const options = { recordsPerFile: 7, continueAfter: String(first!.json.cursor) };
		const rest = await exported(sandbox, list, { ...more, options });
		const ids = (rows: IDataObject[]) => rows.map(({ message_id }) => String(message_id));
		const stayed = ids(atFirst)
			.slice(30)
			.filter((id) => sandbox.iovox.data.mail(id)!.read_disposition === 'unread');
		expect(ids(recordsOf(rest))).toEqual(stayed);
	},
);
