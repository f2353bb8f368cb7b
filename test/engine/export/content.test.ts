import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { operationsOf } from '../../shared/operations';
import { Copernica } from '../../../nodes/Copernica/Copernica.node';
import { Encompass } from '../../../nodes/Encompass/Encompass.node';
import { Iovox } from '../../../nodes/Iovox/Iovox.node';
import { Procurios } from '../../../nodes/Procurios/Procurios.node';
import { type ExportedList, listOf, LISTS, named, PAGE, startLists } from './lists';
import type { MemoryCredentials } from '../credentials';
import { closeGateways as closeCopernica, gatewayTo as copernicaVia } from '../copernica/gateway';
import { closeGateways as closeEncompass, gatewayTo as encompassVia } from '../encompass/gateway';
import { exported, itemsOf, type Part, recordsOf, rowsOf, runExport, textOf } from './run';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startLists()));
afterAll(async () => await sandbox.close());

const withEvents = named(({ hasEvents }) => hasEvents);
const EVENTS = { output: 'trackingEvent' };
const CSV = { format: 'csv' };

it('every list that can be exported is exported here', () => {
	const nodes = [new Procurios(), new Iovox(), new Encompass(), new Copernica()];
	const there = nodes.flatMap((node) =>
		operationsOf(node)
			.filter(([, operation]) => operation.startsWith('export'))
			.map(([resource, operation]) => `${node.description.name} ${resource} ${operation}`),
	);
	const here = LISTS.map((list) => {
		const { resource } = list.parameters(sandbox);
		const operation = list.operation === 'getActivity' ? 'exportActivity' : 'export';
		return `${list.vendor.toLowerCase()} ${String(resource)} ${operation}`;
	});
	expect([...new Set(here)].sort()).toEqual(there.sort());
});

describe('NDJSON', () => {
	it.each(named())('of %s holds what Get Many gives, in the same order', async (_name, list) => {
		const records = await itemsOf(sandbox, list);
		expect(records.length).toBeGreaterThan(1);
		const parts = await exported(sandbox, list);
		expect(parts).toHaveLength(1);
		expect(parts[0]!.records).toEqual(records);
	});

	it.each(withEvents)('of the tracking events of %s does, too', async (_name, list) => {
		const events = await itemsOf(sandbox, list, EVENTS);
		const parts = await exported(sandbox, list, EVENTS);
		expect(parts[0]!.records).toEqual(events);
		expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
	});
});

/** The value of a column as it stands in a record. */
function valueAt(record: IDataObject, column: string): unknown {
	if (column in record) return record[column];
	const dot = column.indexOf('.');
	const object = record[column.slice(0, dot)] as IDataObject | null | undefined;
	return object?.[column.slice(dot + 1)];
}

const cellOf = (value: unknown) =>
	typeof value === 'string'
		? value
		: value === null || value === undefined
			? ''
			: JSON.stringify(value);

const columnsIn = ({ text }: Part) => text.slice(0, text.indexOf('\r\n')).split(',');

/** Cell by cell what the records hold, and nothing is left for the last column. */
function expectTable(part: Part, records: IDataObject[]): void {
	const columns = columnsIn(part);
	const rows = rowsOf(part);
	expect(columns.at(-1)).toBe('other');
	expect(rows).toEqual(
		records.map((record) =>
			Object.fromEntries(
				columns.map((column) => [
					column,
					column === 'other' ? '' : cellOf(valueAt(record, column)),
				]),
			),
		),
	);
	// Each column is of use somewhere; nothing of a record is left out.
	const names = new Set(
		columns.flatMap((column) => [column, column.slice(0, column.indexOf('.'))]),
	);
	for (const name of records.flatMap(Object.keys)) expect(names).toContain(name);
}

describe('CSV', () => {
	it.each(named())('of %s holds them cell by cell', async (_name, list) => {
		const [part, ...more] = await exported(sandbox, list, CSV);
		expect(more).toEqual([]);
		expectTable(part!, await itemsOf(sandbox, list));
	});

	it.each(withEvents)('of the tracking events of %s does, too', async (_name, list) => {
		const [part] = await exported(sandbox, list, { ...CSV, ...EVENTS });
		expectTable(part!, await itemsOf(sandbox, list, EVENTS));
	});

	it.each(named())('of %s has the columns that its output schema names', async (_name, list) => {
		const [part] = await exported(sandbox, list, CSV);
		const { resource } = list.parameters(sandbox);
		const folder = join(__dirname, '../../../nodes', list.vendor, '__schema__/v1.0.0');
		const file = join(folder, String(resource), `${list.operation}.json`);
		const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
		const columns = columnsIn(part!).slice(0, -1);
		const fields = Object.keys(properties);
		// What links of Procurios hold is documented nowhere: their schema has no more than the ID.
		if (list.name === 'Procurios link') expect(columns).toEqual(expect.arrayContaining(fields));
		else expect(columns.sort()).toEqual(fields.sort());
	});

	it.each<[string, INodeParameters]>([
		['records', {}],
		['tracking events', EVENTS],
	])('of %s is described as the same in NDJSON is, but for its kind', async (_what, more) => {
		const list = listOf('Procurios recipient');
		const sized = { ...more, options: { recordsPerFile: 16 } };
		const lines = await exported(sandbox, list, sized);
		const tables = await exported(sandbox, list, { ...sized, ...CSV });
		const asTable = ({ json }: Part) => ({
			...json,
			fileName: String(json.fileName).replace(/ndjson$/, 'csv'),
		});
		expect(tables.map(({ json }) => json)).toEqual(lines.map(asTable));
		for (const part of tables) {
			expect(rowsOf(part)).toHaveLength(Number(part.json.records));
			const { mimeType, fileName, fileExtension } = part.item.binary!.data!;
			expect([mimeType, fileExtension]).toEqual(['text/csv', 'csv']);
			expect(fileName).toBe(part.json.fileName);
		}
	});

	it('has a header in each part', async () => {
		const list = listOf('Procurios open');
		const parts = await exported(sandbox, list, { ...CSV, options: { recordsPerFile: 7 } });
		expect(new Set(parts.map((part) => columnsIn(part).join())).size).toBe(1);
		const rows = parts.flatMap(rowsOf);
		expect(rows.map(({ date }) => date)).toEqual(
			sandbox.procurios.data.opens.map(({ date }) => date),
		);
	});

	it.each<[string, INodeParameters, string[]]>([
		[
			'Encompass open',
			{ addRecipient: true, isoTimes: true },
			['recipient.emailAddress', 'timestampIso'],
		],
		['Encompass click', { addRecipient: true, addLink: true }, ['recipient.lastName', 'link.url']],
		['Encompass recipient', { isoTimes: true }, ['dateAddedIso', 'lastUpdatedIso']],
		['Encompass message', { isoTimes: true }, ['actualSendTimestampIso']],
		['Encompass activity of a message', { isoTimes: true }, ['dateAddedIso']],
		['Copernica open of ms', { addRecipient: true }, ['recipient.email', 'recipient.profile']],
		['Copernica click of publisher', { addRecipient: true }, ['recipient.email']],
		['Copernica destination of ms', { addRecipient: true }, ['recipient.subprofile']],
	])('of %s has columns for what options add: %j', async (name, options, columns) => {
		const list = listOf(name);
		const [part] = await exported(sandbox, list, { ...CSV, options });
		expect(columnsIn(part!)).toEqual(expect.arrayContaining(columns));
		expectTable(part!, await itemsOf(sandbox, list, { options }));
	});

	it('of the events of completed records has no more columns', async () => {
		const list = listOf('Encompass click');
		const more = { ...EVENTS, options: { addRecipient: true, addLink: true, isoTimes: true } };
		const [part] = await exported(sandbox, list, { ...CSV, ...more });
		expectTable(part!, await itemsOf(sandbox, list, more));
	});

	it.each([
		[['link_name', 'message_id']],
		['link_name, message_id'],
		// Somebody who adds to what is chosen already may name one again.
		['link_name,message_id,link_name'],
	])('of iovox has the fields to return, in their order: %j', async (fields) => {
		const list = listOf('iovox e-mail');
		const options = { fields };
		const [part] = await exported(sandbox, list, { ...CSV, options });
		expect(columnsIn(part!)).toEqual(['link_name', 'message_id', 'other']);
		expectTable(part!, await itemsOf(sandbox, list, { options }));
	});

	it.each(['v2', 'v3', 'v4'])(
		'leaves nothing for the last column in version %s of Copernica',
		async (version) => {
			const lists = LISTS.filter(
				({ vendor, name }) => vendor === 'Copernica' && name !== 'Copernica messageEvent',
			);
			for (const list of lists) {
				const credentials = list.credentials(sandbox);
				credentials.edit({ version });
				const { result, parts } = await runExport(sandbox, list, CSV, { credentials });
				// Not every version has every list.
				if (/^Version v2 of the Copernica API has no /.test(textOf(result))) continue;
				expect(result.error).toBeUndefined();
				const [part] = parts;
				const rows = rowsOf(part!);
				expect(rows.length).toBeGreaterThan(0);
				expect(rows.filter(({ other }) => other !== '')).toEqual([]);
			}
		},
	);

	it.each([
		['event', 'nested'],
		['event', 'flat'],
		['type', 'nested'],
		['type', 'flat'],
	] as const)(
		'leaves nothing where events of v1 are named by %s, and %s',
		async (eventKey, eventData) => {
			sandbox.copernica.setSwitches({ eventKey, eventData });
			const [part] = await exported(sandbox, listOf('Copernica messageEvent'), CSV);
			sandbox.copernica.setSwitches({ eventKey: 'event', eventData: 'nested' });
			const rows = rowsOf(part!);
			expect(rows.length).toBeGreaterThan(1);
			expect(rows.filter(({ other }) => other !== '')).toEqual([]);
		},
	);
});

/** What a vendor may come up with. */
const NEW = { other: 'a, "b"', score: 0, tags: ['x', { y: null }], constructor: { z: '\r\n' } };

describe('fields that a vendor adds', () => {
	afterEach(() => {
		closeCopernica();
		closeEncompass();
	});

	const added = (body: IDataObject): IDataObject =>
		Array.isArray(body.data)
			? { ...body, data: (body.data as IDataObject[]).map((row) => ({ ...row, ...NEW })) }
			: body;
	const ALTERED: Array<[string, () => Promise<MemoryCredentials>]> = [
		[
			'Copernica click of ms',
			async () => (await copernicaVia(sandbox.copernica, undefined, added)).credentials(),
		],
		[
			'Encompass open',
			async () => (await encompassVia(sandbox.encompass, undefined, added)).credentials(),
		],
	];

	it.each(ALTERED)('of %s are in the last column of a table', async (name, behind) => {
		const list = listOf(name);
		const credentials = await behind();
		const [usual] = await exported(sandbox, list, CSV);
		const [part] = await exported(sandbox, list, CSV, { credentials });
		const rows = rowsOf(part!);
		expect(rows.map(({ other }) => JSON.parse(other!) as unknown)).toEqual(rows.map(() => NEW));
		expect(rows.map((row) => ({ ...row, other: '' }))).toEqual(rowsOf(usual!));
	});

	it.each(ALTERED)('of %s are in the raw record of an event', async (name, behind) => {
		const list = listOf(name);
		const [part] = await exported(
			sandbox,
			list,
			{ ...CSV, ...EVENTS },
			{ credentials: await behind() },
		);
		for (const { raw, other } of rowsOf(part!)) {
			expect(other).toBe('');
			expect(JSON.parse(raw!)).toMatchObject(NEW);
		}
	});

	it.each(ALTERED)('of %s stand in NDJSON as they came', async (name, behind) => {
		const [part] = await exported(sandbox, listOf(name), {}, { credentials: await behind() });
		for (const record of part!.records) expect(record).toMatchObject(NEW);
	});
});

/** As many as there may be in each file, but the last. */
function expectSizes(parts: readonly Part[], size: number, total: number): void {
	const sizes = Array.from({ length: Math.ceil(total / size) }, (_, part) =>
		Math.min(size, total - part * size),
	);
	expect(parts.map(({ records }) => records.length)).toEqual(sizes);
}

const SIZES = [1, 7, PAGE, 1_000_000];

describe('parts', () => {
	it.each(named())('of %s are of the size that is asked for', async (_name, list) => {
		const records = await itemsOf(sandbox, list);
		for (const recordsPerFile of SIZES) {
			const parts = await exported(sandbox, list, { options: { recordsPerFile } });
			expectSizes(parts, recordsPerFile, records.length);
			expect(recordsOf(parts)).toEqual(records);
			parts.forEach((part, place) => expectDescribed(part, place + 1, list, list.timeOf));
		}
	});

	it.each(withEvents)('of the tracking events of %s are described by them', async (_name, list) => {
		const parts = await exported(sandbox, list, { ...EVENTS, options: { recordsPerFile: 7 } });
		parts.forEach((part, place) =>
			expectDescribed(part, place + 1, list, ({ occurredAt }) => utcOf(occurredAt)),
		);
		expect(recordsOf(parts)).toEqual(await itemsOf(sandbox, list, EVENTS));
	});

	it('of which a record does not fill one are as long as they may be, and events of a record stay together', async () => {
		const list = listOf('Procurios recipient');
		for (const recordsPerFile of [1, 2, 3, 4]) {
			const parts = await exported(sandbox, list, { ...EVENTS, options: { recordsPerFile } });
			const people = parts.map(({ records }) => [
				...new Set(records.map(({ recipient }) => (recipient as IDataObject).id)),
			]);
			expect(new Set(people.flat()).size).toBe(people.flat().length);
			parts.forEach(({ records }, place) => {
				if (people[place]!.length > 1) expect(records.length).toBeLessThanOrEqual(recordsPerFile);
			});
			// None of them could have held what came next.
			parts.slice(1).forEach(({ records }, place) => {
				const [next] = records;
				const more = records.filter(
					({ recipient }) => (recipient as IDataObject).id === (next!.recipient as IDataObject).id,
				);
				expect(parts[place]!.records.length + more.length).toBeGreaterThan(recordsPerFile);
			});
		}
	});

	it.each([[1], [7], [13], [PAGE], [PAGE + 1], [1_000]])(
		'hold no more than a limit of %d, and no page is asked for beyond it',
		async (limit) => {
			const list = listOf('Procurios open');
			const all = sandbox.procurios.data.opens;
			const before = sandbox.procurios.requests.length;
			const more = { returnAll: false, limit, options: { recordsPerFile: 5 } };
			const parts = await exported(sandbox, list, more);
			const asked = sandbox.procurios.requests
				.slice(before)
				.filter(({ path }) => path.includes('/opens'));
			expect(recordsOf(parts)).toEqual(all.slice(0, limit));
			expectSizes(parts, 5, Math.min(limit, all.length));
			if (limit <= PAGE) expect(asked).toHaveLength(1);
		},
	);

	it('are called and put as the user wants it', async () => {
		const options = { recordsPerFile: 60, binaryPropertyName: 'öpens export' };
		const parts = await exported(sandbox, listOf('Procurios open'), { options });
		expect(parts.map(({ property }) => property)).toEqual(Array(3).fill('öpens export'));
	});

	it.each([
		['', 'data'],
		['={{ $json.field }}', 'mine'],
	])('go where the field is "%s" to "%s"', async (binaryPropertyName, property) => {
		const items = [{ json: { field: 'mine' } }];
		const options = { binaryPropertyName };
		const [part] = await exported(sandbox, listOf('Procurios link'), { options }, { items });
		expect(part!.property).toBe(property);
	});

	it('are of the input item that asked for them', async () => {
		const list = listOf('Procurios open of one e-mail');
		const ids = sandbox.procurios.data.emails.slice(0, 5).map(({ trackingId }) => trackingId);
		const parts = await exported(
			sandbox,
			list,
			{
				emailId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: { recordsPerFile: 2 },
			},
			{ items: ids.map((id) => ({ json: { id } })) },
		);
		for (const { item, records } of parts) {
			const { item: input } = item.pairedItem as { item: number };
			expect(new Set(records.map(({ trackingId }) => trackingId))).toEqual(new Set([ids[input]]));
		}
		ids.forEach((id, input) => {
			const mine = parts.filter(({ item }) => (item.pairedItem as { item: number }).item === input);
			expect(mine.map(({ json }) => json.part)).toEqual(mine.map((_, place) => place + 1));
			expect(recordsOf(mine)).toEqual(
				sandbox.procurios.data.opens.filter(({ trackingId }) => trackingId === id),
			);
		});
	});

	it.each<[string, INodeParameters, RegExp]>([
		[
			'Records per File 0',
			{ options: { recordsPerFile: 0 } },
			/Records per File must be a whole number/,
		],
		[
			'Records per File -1',
			{ options: { recordsPerFile: -1 } },
			/Records per File must be a whole/,
		],
		[
			'Records per File 2.5',
			{ options: { recordsPerFile: 2.5 } },
			/Records per File must be a whole/,
		],
		['too many', { options: { recordsPerFile: 1_000_001 } }, /must be 1,000,000 or less/],
		[
			'a text',
			{ options: { recordsPerFile: '={{ "many" }}' } },
			/Records per File must be a whole/,
		],
		['a limit of 0', { returnAll: false, limit: 0 }, /Limit must be a whole number/],
		[
			'a foreign cursor',
			{ options: { continueAfter: 'x' } },
			/"x" is no cursor of the list of opens/,
		],
	])('are not made of %s', async (_what, more, message) => {
		await expect(exported(sandbox, listOf('Procurios open'), more)).rejects.toThrow(message);
	});

	it('are made where a number comes as text', async () => {
		const more = {
			...{ returnAll: '={{ "false" }}', limit: '={{ "30" }}' },
			options: { recordsPerFile: '={{ "20" }}' },
		};
		const parts = await exported(sandbox, listOf('Procurios open'), more);
		expect(parts.map(({ json }) => json.records)).toEqual([20, 10]);
	});

	it('are all records by default, of which 10,000 fill one', async () => {
		const { options, ...rest } = listOf('Procurios open').parameters(sandbox);
		expect(options).toBeUndefined();
		const parts = await exported(sandbox, listOf('Procurios open'), {}, { parameters: rest });
		expect(parts.map(({ json }) => json.records)).toEqual([130]);
	});
});

const utcOf = (text: unknown) => ({ toMillis: () => Date.parse(String(text)) });
type TimeOf = (record: IDataObject) => { toMillis(): number };

/** What the item says of its file, against what is in the file. */
function expectDescribed(
	{ json, item, property, records }: Part,
	part: number,
	{ vendor, file, hasCursor }: ExportedList,
	timeOf: TimeOf | undefined,
): void {
	const times = timeOf ? records.map((record) => timeOf(record).toMillis()) : [];
	const known = times.filter((time) => !Number.isNaN(time));
	const iso = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : null);
	const { mimeType, fileName } = item.binary![property]!;
	expect(json).toEqual({
		...{ part, records: records.length },
		...{ firstTime: iso(Math.min(...known)), lastTime: iso(Math.max(...known)) },
		cursor: hasCursor ? expect.any(String) : null,
		fileName: `${vendor.toLowerCase()}-${file}-${String(part).padStart(5, '0')}.ndjson`,
	});
	if (hasCursor) expect(json.cursor).not.toBe('');
	expect(fileName).toBe(json.fileName);
	expect(mimeType).toBe('application/x-ndjson');
	expect(item.pairedItem).toEqual({ item: 0 });
	expect(property).toBe('data');
	if (timeOf) expect(known.length).toBeGreaterThan(0);
}

describe('an empty list', () => {
	const NOBODY = { emails: 0, recipients: 0, opens: 0, clicks: 0 };

	it('gives no item', async () => {
		const empty = await startSandbox({
			...{ procurios: NOBODY, iovox: { mails: 0 } },
			encompass: { messages: 0 },
			copernica: { emailings: 0, profiles: 0 },
		});
		const names = [
			...['Procurios email', 'Procurios open', 'iovox e-mail', 'iovox e-mail by disposition'],
			...['Encompass message', 'Copernica open of ms', 'Copernica emailing of publisher'],
		];
		for (const name of names) {
			for (const format of ['ndjson', 'csv']) {
				expect(await exported(empty, listOf(name), { format })).toEqual([]);
			}
		}
		await empty.close();
	});

	it('gives none for an input item of several', async () => {
		const { trackingId } = sandbox.procurios.add.email();
		const ids = [sandbox.procurios.data.emails[0]!.trackingId, trackingId];
		const parts = await exported(
			sandbox,
			listOf('Procurios open of one e-mail'),
			{ emailId: { __rl: true, mode: 'id', value: '={{ $json.id }}' }, format: 'csv' },
			{ items: ids.map((id) => ({ json: { id } })) },
		);
		expect(parts.map(({ item }) => item.pairedItem)).toEqual([{ item: 0 }]);
	});
});
