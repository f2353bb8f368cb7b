import { Container } from '@n8n/di';
import { parse } from 'csv-parse/sync';
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import { runNode, type RunOptions, type RunResult } from '../engine';
import type { ExportedList } from './lists';

/** A file that was given out. */
export interface Part {
	readonly json: IDataObject;
	readonly item: INodeExecutionData;
	/** The name of the property that it is in. */
	readonly property: string;
	readonly text: string;
	/** What is in it, where it is NDJSON. */
	readonly records: IDataObject[];
}

export interface Exported {
	readonly result: RunResult;
	readonly parts: Part[];
	/** Those of either output that say what failed. */
	readonly failures: INodeExecutionData[];
}

export type Run = Partial<Omit<RunOptions, 'parameters'>> & { parameters?: INodeParameters };

const merged = (
	own: INodeParameters,
	{ options: moreOptions, ...more }: INodeParameters,
): INodeParameters => ({
	...{ ...own, ...more },
	options: { ...(own.options as INodeParameters), ...(moreOptions as INodeParameters) },
});

/** The list as items. @throws what a user would see */
export async function itemsOf(
	sandbox: Sandbox,
	list: ExportedList,
	more: INodeParameters = {},
): Promise<IDataObject[]> {
	const { operation } = list;
	const own = { operation, returnAll: true, ...list.parameters(sandbox) };
	const result = await runNode({
		credentials: list.credentials(sandbox),
		parameters: merged(own, more),
	});
	if (result.error) throw new Error(textOf(result));
	return result.items.map(({ json }) => json);
}

/** The list as files, where they come. */
export async function runExport(
	sandbox: Sandbox,
	list: ExportedList,
	more: INodeParameters = {},
	{ parameters, ...rest }: Run = {},
): Promise<Exported> {
	const operation = list.operation === 'getActivity' ? 'exportActivity' : 'export';
	const own = { operation, ...(parameters ?? list.parameters(sandbox)) };
	const result = await runNode({
		credentials: list.credentials(sandbox),
		parameters: merged(own, more),
		...rest,
	});
	const files = result.items.filter(({ binary }) => binary);
	const failed = result.items.filter(({ binary }) => !binary);
	return {
		result,
		parts: await partsOf(files),
		failures: [...failed, ...result.errorItems],
	};
}

/** The same, where nothing may fail. @throws what a user would see */
export async function exported(
	sandbox: Sandbox,
	list: ExportedList,
	more: INodeParameters = {},
	run: Run = {},
): Promise<Part[]> {
	const { result, parts, failures } = await runExport(sandbox, list, more, run);
	if (result.error) throw new Error(textOf(result));
	expect(failures).toEqual([]);
	return parts;
}

export const textOf = ({ error }: Pick<RunResult, 'error'>) =>
	error ? `${error.message}\n${error.description ?? ''}` : '';

/** The files that items hold. */
export const partsOf = async (items: readonly INodeExecutionData[]): Promise<Part[]> =>
	await Promise.all(items.map(partOf));

async function partOf(item: INodeExecutionData): Promise<Part> {
	const [[property, file], ...more] = Object.entries(item.binary!) as [
		[string, NonNullable<INodeExecutionData['binary']>[string]],
	];
	expect(more).toEqual([]);
	const bytes = await Container.get(BinaryDataService).getAsBuffer(file);
	const text = bytes.toString('utf8');
	const isNdjson = file.mimeType === 'application/x-ndjson';
	const { json } = item;
	return { json, item, property, text, records: isNdjson ? linesOf(text) : [] };
}

/** Each line is ended, the last one, too. */
function linesOf(text: string): IDataObject[] {
	const lines = text.split('\n');
	expect(lines.pop()).toBe('');
	return lines.map((line) => JSON.parse(line) as IDataObject);
}

export const recordsOf = (parts: readonly Part[]) => parts.flatMap(({ records }) => records);

/** A table as an independent reader understands it: an object for each row, by its columns. */
export const rowsOf = ({ text }: Pick<Part, 'text'>): Array<Record<string, string>> =>
	parse(text, { columns: true, record_delimiter: '\r\n' });
