import {
	type DeclarativeRestApiSettings,
	type IDataObject,
	type IExecutePaginationFunctions,
	type INodeExecutionData,
	type NodeApiError,
	type NodeOperationError,
	UserError,
} from 'n8n-workflow';
import { CsvTable } from './csv';
import type { Feed, FieldReader, HappenedAt } from '../../feed';
import { continueAfter } from '../../paging/cursorFields';
import { fieldReader, withFields } from '../../params';
import type { Connection } from '../../transport/connection';
import { FileBuffer } from './fileBuffer';
import { FilePart } from './filePart';
import { exportAll, format, outputFileField, recordsPerFile, wantsEvents } from '../fields';
import { MOST_ITEMS } from '../limits';
import { connectForItem, operation, toldForItem, type Work } from '../operation';
import { readList, type ReadRecord } from '../readList';
import { EVENT_COLUMNS } from '../../event';
import type { Vendor } from '../../vendor';

/**
 * The routing of an operation that writes the records of a feed to files, an item each.
 * @throws Error, when the node is loaded, where the feed does not say what a table of it looks like
 */
export function exportFile<R extends IDataObject>(vendor: Vendor, feed: Feed<R>) {
	if (!feed.columns) throw new Error(`The list of ${feed.name} declares no columns`);
	return operation((context) => new Exporting(context, vendor, feed));
}

const NDJSON = { extension: 'ndjson', mimeType: 'application/x-ndjson' };
const CSV = { extension: 'csv', mimeType: 'text/csv' };

/** Makes files of what is read for one input item, each stored before much of the next is made. */
class Exporting<R extends IDataObject> implements Work {
	private readonly items: INodeExecutionData[] = [];
	private connection: Connection | undefined;
	/** The cursor that the reading begins at, and that behind what was taken last. */
	private beginning = '';
	private cursor = () => '';
	private recordsPerFile = Infinity;
	private property = '';
	/** Where the format is CSV. */
	private table: CsvTable | undefined;
	private asEvents = false;
	private happenedAt: HappenedAt<R> | undefined;
	private part = new FilePart('');
	/** The content of the file that is written to, or stored next. */
	private readonly buffer = new FileBuffer();
	/** Made, and not stored yet, each with the place behind it. */
	private readonly made: Array<[part: FilePart, cursor: string]> = [];

	constructor(
		private readonly context: IExecutePaginationFunctions,
		private readonly vendor: Vendor,
		private readonly feed: Feed<R>,
	) {}

	async run(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<INodeExecutionData[]> {
		const { context, vendor, feed } = this;
		// Before all that may fail: nothing is read yet.
		this.beginning = continueAfter.in(fieldReader(context, {}));
		this.cursor = () => this.beginning;
		const { connection, fields: typed } = await connectForItem(context, vendor, requestData);
		this.connection = connection;
		const fields = withFields(typed, { [exportAll.name]: exportAll.in(typed) });
		this.prepare(fields);
		for await (const { records, cursor } of readList(feed, { context, connection, fields })) {
			for (const read of records) this.take(read);
			this.cursor = cursor;
			await this.store();
			this.buffer.add(this.part.takeText());
		}
		await this.finish();
		return this.items;
	}

	private prepare(fields: FieldReader): void {
		const { feed } = this;
		this.recordsPerFile = recordsPerFile.in(fields);
		this.property = outputFileField.in(fields);
		this.asEvents = wantsEvents(fields);
		this.happenedAt = feed.happenedAt?.(fields);
		if (format.in(fields) === 'csv') {
			this.table = new CsvTable(this.asEvents ? EVENT_COLUMNS : feed.columns!(fields));
		}
		this.part = this.newPart();
	}

	private take({ outputs, record, cursor }: ReadRecord<R>): void {
		const { asEvents, table, happenedAt, recordsPerFile } = this;
		// The events of a record stay together, so that the cursor of a file is behind all of them.
		const isFull = this.part.records + outputs.length > recordsPerFile;
		if (isFull && this.part.records > 0) this.endPart();
		for (const output of outputs) {
			this.part.add(table ? table.line(output) : `${JSON.stringify(output)}\n`);
			if (asEvents) this.part.note(output.occurredAt as string | null);
		}
		if (!asEvents) this.part.note(happenedAt?.(record));
		this.cursor = cursor;
	}

	/**
	 * An error with where to read on. With "Continue On Fail", what was read until then is stored
	 * first, so that nothing has to be read again.
	 */
	async told(error: Error): Promise<NodeApiError | NodeOperationError> {
		const isKept = this.context.continueOnFail();
		// What cannot be stored is not counted as read.
		if (isKept) await this.finish().catch(() => undefined);
		const progress = isKept ? this.progressKept() : this.progressLost();
		return toldForItem(this.context, this.connection, error, progress);
	}

	get kept() {
		return { items: this.items, details: { cursor: this.stored.cursor || null } };
	}

	private progressKept(): string {
		const { records, cursor } = this.stored;
		if (records === 0) return '';
		const files = `The files given out before this hold the ${records} records that were read by then.`;
		return cursor === ''
			? files
			: `${files} Set Continue After to "${cursor}" to read on behind them.`;
	}

	private progressLost(): string {
		const cursor = this.cursor();
		if (cursor === '' || cursor === this.beginning) return '';
		return `Set Continue After to "${cursor}" to read on behind what had been read by then. The files of that are given out only where On Error, in the settings of the node, is to continue.`;
	}

	/** What the stored files hold, and the place behind it, '' where there is none. */
	private get stored(): { records: number; cursor: string } {
		const { items, beginning } = this;
		const records = items.reduce((sum, { json }) => sum + Number(json.records), 0);
		const last = items.at(-1);
		return { records, cursor: last ? String(last.json.cursor ?? '') : beginning };
	}

	private newPart = () => new FilePart(this.table?.header ?? '');

	private endPart(): void {
		this.made.push([this.part, this.cursor()]);
		this.part = this.newPart();
		if (this.items.length + this.made.length <= MOST_ITEMS) return;
		throw new UserError(`More than 100,000 files of ${this.feed.name} for one input item`, {
			description: 'n8n cannot take more items than that at once. Raise Records per File.',
		});
	}

	private async finish(): Promise<void> {
		if (this.part.records > 0) this.endPart();
		await this.store();
	}

	private async store(): Promise<void> {
		for (let next = this.made[0]; next; next = this.made[0]) {
			const [part, cursor] = next;
			this.buffer.add(part.takeText());
			this.items.push(await this.itemOf(part, cursor));
			this.made.shift();
			this.buffer.clear();
		}
	}

	private async itemOf(part: FilePart, cursor: string): Promise<INodeExecutionData> {
		const { context, vendor, feed, table, property } = this;
		const { extension, mimeType } = table ? CSV : NDJSON;
		const number = this.items.length + 1;
		const list = feed.name.replace(/[^a-z]+/gi, '-');
		const fileName = `${vendor.id}-${list}-${String(number).padStart(5, '0')}.${extension}`;
		const file = await context.helpers
			.prepareBinaryData(this.buffer.content(), fileName, mimeType)
			.catch((error: Error) => Promise.reject(notStored(fileName, error)));
		return {
			json: {
				part: number,
				records: part.records,
				firstTime: part.firstTime,
				lastTime: part.lastTime,
				cursor: cursor || null,
				fileName,
			},
			binary: { [property]: file },
			pairedItem: { item: context.getItemIndex() },
		};
	}
}

const notStored = (fileName: string, { message }: Error) =>
	new UserError(`The file ${fileName} could not be stored`, {
		description: `The storage of n8n reported: ${message}. Check that there is room in it, and that one file is not too large for it; Records per File makes files smaller.`,
	});
