import {
	type DeclarativeRestApiSettings,
	type IDataObject,
	type IExecutePaginationFunctions,
	type INodeExecutionData,
	type IPairedItemData,
	type NodeApiError,
	type NodeOperationError,
	UserError,
} from 'n8n-workflow';
import type { Feed } from '../feed';
import { continueAfter, includeCursor } from '../paging/cursorFields';
import type { Connection } from '../transport/connection';
import { limitOf, recordsPerItem } from './fields';
import { MOST_ITEMS } from './limits';
import { connectForItem, operation, toldForItem, type Work } from './operation';
import { readList } from './readList';
import type { Vendor } from '../vendor';

/** The routing of an operation that gives the records of a feed as items. */
export const getMany = <R extends IDataObject>(vendor: Vendor, feed: Feed<R>) =>
	operation((context) => new Collector(context, vendor, feed));

/** Makes items of what is read for one input item: one per record, or one per so many. */
class Collector<R extends IDataObject> implements Work {
	private readonly items: INodeExecutionData[] = [];
	private readonly pairedItem: IPairedItemData;
	private connection: Connection | undefined;
	private recordsPerItem = 1;
	private includeCursor = false;
	private records = 0;
	/** What the last item holds, where it may hold several. */
	private batch: IDataObject[] = [];
	/** Behind what was taken last. */
	private cursor = () => '';

	constructor(
		private readonly context: IExecutePaginationFunctions,
		private readonly vendor: Vendor,
		private readonly feed: Feed<R>,
	) {
		// One object for all items, as n8n's own nodes do it: it is stored once.
		this.pairedItem = { item: context.getItemIndex() };
	}

	async run(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<INodeExecutionData[]> {
		const { context, vendor, feed } = this;
		const { connection, fields } = await connectForItem(context, vendor, requestData);
		this.connection = connection;
		this.recordsPerItem = recordsPerItem.in(fields);
		const limit = limitOf(fields);
		if (limit !== Infinity && limit > MOST_ITEMS * this.recordsPerItem) throw this.tooMany();
		this.includeCursor = includeCursor.in(fields);
		const beginning = continueAfter.in(fields);
		this.cursor = () => beginning;
		for await (const page of readList(feed, { context, connection, fields })) {
			for (const { outputs, cursor } of page.records) this.take(outputs, cursor);
			this.cursor = page.cursor;
		}
		this.endBatch();
		return this.items;
	}

	/** An error with where the walk had got to: what it read was not delivered. */
	told(error: Error): NodeApiError | NodeOperationError {
		return toldForItem(this.context, this.connection, error, this.progress());
	}

	/** How far a walk got that ended early, '' where that is of no use. */
	private progress(): string {
		const { items, records, recordsPerItem } = this;
		const cursor = this.cursor();
		if (records === 0 || items.length > MOST_ITEMS || cursor === '') return '';
		const count = `${records} ${recordsPerItem === 1 ? 'items' : 'records'}`;
		return `${count} had been read by then and were not given out. Run again to read them all, or set Continue After to "${cursor}" to read on behind them.`;
	}

	private take(outputs: IDataObject[], cursor: () => string): void {
		this.records += outputs.length;
		if (this.recordsPerItem > 1) this.takeIntoBatch(outputs);
		else this.takeAsItems(outputs, cursor);
		this.cursor = cursor;
		if (this.items.length > MOST_ITEMS) throw this.tooMany();
	}

	private takeAsItems(outputs: IDataObject[], cursor: () => string): void {
		const { items, pairedItem, includeCursor } = this;
		const before = includeCursor ? this.cursor() : '';
		const behind = includeCursor ? cursor() : '';
		for (let index = 0; index < outputs.length; index++) {
			const json = outputs[index]!;
			// Only behind the last event of a record nothing of it would be lost.
			if (includeCursor) json.cursor = index < outputs.length - 1 ? before : behind;
			items.push({ json, pairedItem });
		}
	}

	private takeIntoBatch(outputs: IDataObject[]): void {
		const { items, pairedItem, recordsPerItem, batch } = this;
		if (outputs.length === 0) return;
		// The events of a record stay together, so that a cursor is behind all of them.
		if (batch.length > 0 && batch.length + outputs.length <= recordsPerItem) {
			batch.push(...outputs);
			return;
		}
		this.endBatch();
		this.batch = [...outputs];
		items.push({ json: { records: this.batch }, pairedItem });
	}

	private endBatch(): void {
		const last = this.items.at(-1);
		if (this.includeCursor && this.batch.length > 0) last!.json.cursor = this.cursor();
	}

	private tooMany(): UserError {
		const { feed, recordsPerItem } = this;
		const what = recordsPerItem === 1 ? feed.name : `items with ${feed.name}`;
		const most = (MOST_ITEMS * recordsPerItem).toLocaleString('en');
		const inSteps = feed.checkCursor
			? ', switch on Include Cursor, and run again with the cursor of the last item in Continue After'
			: '';
		return new UserError(`More than 100,000 ${what} for one input item`, {
			description: `n8n cannot take more items than that at once. Raise Records per Item in the options, so that each item holds many, use Export to File, or ask for less. Or switch Return All off, and set Limit to ${most} or less${inSteps}.`,
		});
	}
}
