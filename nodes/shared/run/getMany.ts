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
import { isOn, limitOf, wholeNumber } from '../params';
import { MOST_ITEMS, MOST_RECORDS_PER_ITEM } from './limits';
import { operation, type Work } from './operation';
import { Reading, type Sink } from './readList';
import type { Vendor } from '../vendor';

/** The routing of an operation that gives the records of a feed as items. */
export const getMany = <R extends IDataObject>(vendor: Vendor, feed: Feed<R>) =>
	operation((context) => new Collector(context, vendor, feed));

/** Makes items of what is read for one input item: one per record, or one per so many. */
class Collector<R extends IDataObject> implements Work, Sink<R> {
	private readonly items: INodeExecutionData[] = [];
	private readonly pairedItem: IPairedItemData;
	private readonly reading: Reading<R>;
	private recordsPerItem = 1;
	private includeCursor = false;
	private records = 0;
	/** What the last item holds, where it may hold several. */
	private batch: IDataObject[] = [];
	/** The place behind the record that was taken last, where it is wanted. */
	private cursor = '';

	constructor(
		context: IExecutePaginationFunctions,
		vendor: Vendor,
		private readonly feed: Feed<R>,
	) {
		// One object for all items, as n8n's own nodes do it: it is stored once.
		this.pairedItem = { item: context.getItemIndex() };
		this.reading = new Reading(context, vendor, feed);
	}

	async run(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<INodeExecutionData[]> {
		const fields = await this.reading.begin(requestData);
		this.recordsPerItem = wholeNumber(fields, 'options.recordsPerItem', 1, 'Records per Item', {
			most: MOST_RECORDS_PER_ITEM,
		});
		const limit = limitOf(fields);
		if (limit !== Infinity && limit > MOST_ITEMS * this.recordsPerItem) throw this.tooMany();
		this.includeCursor = isOn(fields, 'options.includeCursor', 'Include Cursor');
		this.cursor = this.reading.beginning;
		await this.reading.into(this, fields);
		this.endBatch();
		return this.items;
	}

	/** The same error, with where the walk had got to: what it read was not delivered. */
	told(error: Error): NodeApiError | NodeOperationError {
		return this.reading.told(error, this.progress());
	}

	/** How far a walk got that ended early, '' where that is of no use. */
	private progress(): string {
		const { items, records, recordsPerItem, reading } = this;
		if (records === 0 || items.length > MOST_ITEMS || reading.cursor === '') return '';
		const count = `${records} ${recordsPerItem === 1 ? 'items' : 'records'}`;
		return `${count} had been read by then and were not given out. Run again to read them all, or set Continue After to "${reading.cursor}" to read on behind them.`;
	}

	take(outputs: IDataObject[], _record: R, place: number): void {
		this.records += outputs.length;
		if (this.recordsPerItem > 1) this.takeIntoBatch(outputs);
		else this.takeAsItems(outputs, place);
		if (this.items.length > MOST_ITEMS) throw this.tooMany();
	}

	private takeAsItems(outputs: IDataObject[], place: number): void {
		const { items, pairedItem, includeCursor } = this;
		const before = this.cursor;
		if (includeCursor) this.cursor = this.reading.cursorAfter(place);
		for (let index = 0; index < outputs.length; index++) {
			const json = outputs[index]!;
			// Only behind the last event of a record nothing of it would be lost.
			if (includeCursor) json.cursor = index < outputs.length - 1 ? before : this.cursor;
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
		if (this.includeCursor && this.batch.length > 0) last!.json.cursor = this.reading.cursor;
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
