import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import { runNode } from '../engine';
import { listOf, startLists } from './lists';
import { type Exported, exported, itemsOf, recordsOf, rowsOf, runExport, textOf } from './run';
import { beforeEachFile, diskIsFull, folderOfFiles, keepFilesIn, MODES } from './store';

/** Where n8n keeps the files, and where it cannot. */

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startLists()));
afterAll(async () => await sandbox.close());
beforeEach(async () => await keepFilesIn('filesystem'));
afterAll(async () => await keepFilesIn('default'));

const list = listOf('Procurios open');
const inParts = (options: INodeParameters = {}): INodeParameters => ({
	options: { recordsPerFile: 15, ...options },
});
const everything = async () => await itemsOf(sandbox, list);

it.each(MODES)('files that are kept as in mode %s are whole', async (mode) => {
	await keepFilesIn(mode);
	const parts = await exported(sandbox, list, inParts());
	expect(recordsOf(parts)).toEqual(await everything());
	const [table] = await exported(sandbox, list, { format: 'csv' });
	expect(rowsOf(table!)).toHaveLength(130);
	for (const { item, text } of [...parts, table!]) {
		const { id, data, bytes } = item.binary!.data!;
		expect(bytes).toBe(Buffer.byteLength(text));
		if (mode === 'default') {
			expect(Buffer.from(data, 'base64').toString()).toBe(text);
			expect(id).toBeUndefined();
		} else {
			expect(existsSync(`${folderOfFiles()}/${id!.slice(id!.indexOf(':') + 1)}`)).toBe(true);
			// The item itself holds nothing of it.
			expect(data).toBe('filesystem-v2');
		}
	}
});

const STORED = /The file .* could not be stored.*no space left on device/is;

describe('a disk that is full', () => {
	it.each([1, 4, 9])('from file %d on ends an export with what is known', async (first) => {
		beforeEachFile((file) => {
			if (file >= first) throw diskIsFull();
		});
		const { result, parts } = await runExport(sandbox, list, inParts());
		expect(parts).toEqual([]);
		expect(textOf(result)).toMatch(STORED);
		const [, continueAfter] = /Set Continue After to "([^"]*)"/.exec(textOf(result))!;
		await keepFilesIn('filesystem');
		const rest = recordsOf(
			await exported(sandbox, list, inParts({ continueAfter: continueAfter! })),
		);
		expect(rest).toEqual((await everything()).slice(130 - rest.length));
	});

	it.each(
		(['continueRegularOutput', 'continueErrorOutput'] as const).flatMap((onError) =>
			[1, 2, 4, 9].map((first) => [first, onError] as const),
		),
	)(
		'from file %d on takes nothing from those before it, and they say where to go on, with %s',
		async (first, onError) => {
			beforeEachFile((file) => {
				if (file >= first) throw diskIsFull();
			});
			const run = await runExport(sandbox, list, inParts(), { onError });
			const { error, cursor } = failureOf(run);
			expect(run.parts).toHaveLength(first - 1);
			expect(error).toMatch(STORED);
			if (first > 1) expect(error).toContain(`hold the ${(first - 1) * 15} records`);
			else expect(error).not.toMatch(/records|Continue After/);
			await keepFilesIn('filesystem');
			const rest = await exported(sandbox, list, inParts({ continueAfter: String(cursor ?? '') }));
			expect([...recordsOf(run.parts), ...recordsOf(rest)]).toEqual(await everything());
		},
	);

	it('for a moment loses nothing of what was read, and repeats nothing', async () => {
		beforeEachFile((file) => {
			if (file === 3) throw diskIsFull();
		});
		const run = await runExport(sandbox, list, inParts(), { onError: 'continueRegularOutput' });
		const { cursor } = failureOf(run);
		expect(run.parts.length).toBeGreaterThan(2);
		expect(run.parts.map(({ json }) => json.part)).toEqual(run.parts.map((_, part) => part + 1));
		const rest = await exported(sandbox, list, inParts({ continueAfter: String(cursor) }));
		expect([...recordsOf(run.parts), ...recordsOf(rest)]).toEqual(await everything());
	});

	it('while the vendor fails, too, counts nothing that was not stored', async () => {
		beforeEachFile((file) => {
			if (file >= 3) throw diskIsFull();
		});
		sandbox.procurios.fault({ kind: 'status', status: 500, after: 2, times: 'always' });
		const run = await runExport(sandbox, list, inParts(), { onError: 'continueRegularOutput' });
		sandbox.procurios.clearFaults();
		const { error, cursor } = failureOf(run);
		expect(error).toContain(`hold the ${recordsOf(run.parts).length} records`);
		await keepFilesIn('filesystem');
		const rest = await exported(sandbox, list, inParts({ continueAfter: String(cursor) }));
		expect([...recordsOf(run.parts), ...recordsOf(rest)]).toEqual(await everything());
	});

	it('for one of several input items is none of the others', async () => {
		const ofOne = listOf('Procurios open of one e-mail');
		const { emails, opens } = sandbox.procurios.data;
		const ids = emails.slice(0, 6).map(({ trackingId }) => trackingId);
		beforeEachFile((file) => {
			if (file === 2) throw diskIsFull();
		});
		const { result, parts, failures } = await runExport(
			sandbox,
			ofOne,
			{ emailId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
			{ items: ids.map((id) => ({ json: { id } })), onError: 'continueRegularOutput' },
		);
		expect(result.error).toBeUndefined();
		expect(failures).toHaveLength(1);
		const inputOf = (pairedItem: unknown) => (pairedItem as { item: number }).item;
		const failed = inputOf(failures[0]!.pairedItem);
		ids.forEach((id, place) => {
			const mine = parts.filter(({ item }) => inputOf(item.pairedItem) === place);
			const of = opens.filter(({ trackingId }) => trackingId === id);
			// What could not be stored at first may be in time for the end.
			if (place !== failed || mine.length > 0) expect(recordsOf(mine)).toEqual(of);
		});
	});
});

it('a folder that is gone ends an export with what is known, and not before it has to', async () => {
	const folder = `${folderOfFiles()}/workflows`;
	const away = `${folder}.away`;
	mkdirSync(folder, { recursive: true });
	beforeEachFile((file) => {
		if (file !== 3) return;
		renameSync(folder, away);
		writeFileSync(folder, 'no folder');
	});
	const { items, errorItems, error } = await runNode({
		credentials: list.credentials(sandbox),
		parameters: { operation: 'export', ...list.parameters(sandbox), ...inParts() },
		onError: 'continueErrorOutput',
	}).finally(() => {
		rmSync(folder);
		renameSync(away, folder);
	});
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.part)).toEqual([1, 2]);
	expect(errorItems.map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/The file .* could not be stored.*(EEXIST|ENOTDIR)/i),
	]);
});

function failureOf({ result, failures }: Exported): { error: string; cursor: unknown } {
	expect(result.error).toBeUndefined();
	expect(failures).toHaveLength(1);
	const { error, details } = failures[0]!.json as { error: string; details: IDataObject };
	return { error, cursor: details.cursor };
}
