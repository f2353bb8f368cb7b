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
import { cancelSignal } from './context';
import { askOnce } from './askOnce';
import type { Completion, Feed, Keep, Page, Present, Tables, ToEvents } from './feed';
import { continueAfter, isOn, wholeNumber } from './fields';
import { nodeErrorOf } from './nodeError';
import { connectForItem, operation, type Work } from './operation';
import { someAtOnce } from './someAtOnce';
import { tablesOf } from './table';
import type { Vendor } from './vendor';
import { type Transport, walk } from './walker';

/** n8n's engine breaks above some 120,000 items for one input item. */
export const MOST_ITEMS = 100_000;

/** The routing of an operation that gives the records of a feed as items. */
export const getMany = <R extends IDataObject>(vendor: Vendor, feed: Feed<R>) =>
	operation((context) => new Collector(context, vendor, feed));

/** Turns the pages of one walk into items, for one input item. */
class Collector<R extends IDataObject> implements Work {
	private readonly items: INodeExecutionData[] = [];
	private readonly pairedItem: IPairedItemData;
	private limit = Infinity;
	private includeCursor = false;
	private toEvents: ToEvents<R> | undefined;
	private keep: Keep<R> | undefined;
	private present: Present<R> | undefined;
	private completion: Completion<R> | undefined;
	private enrich: ((record: R) => Promise<R>) | undefined;
	private tables: Tables = {};
	/** The place behind the last record that was read. */
	private cursor = '';
	private transport: Transport | undefined;

	constructor(
		private readonly context: IExecutePaginationFunctions,
		private readonly vendor: Vendor,
		private readonly feed: Feed<R>,
	) {
		// One object for all items, as n8n's own nodes do it: it is stored once.
		this.pairedItem = { item: context.getItemIndex() };
	}

	async run(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<INodeExecutionData[]> {
		await this.collect(requestData);
		return this.items;
	}

	private async collect(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<void> {
		const { context, vendor, feed } = this;
		const { connection, fields } = await connectForItem(context, vendor, requestData);
		this.transport = connection;
		const signal = cancelSignal(context);
		this.limit = isOn(fields, 'returnAll') ? Infinity : wholeNumber(fields, 'limit', 50, 'Limit');
		if (this.limit !== Infinity && this.limit > MOST_ITEMS) throw tooMany(feed);
		this.cursor = continueAfter(fields);
		this.includeCursor = isOn(fields, 'options.includeCursor');
		const asEvents = fields<string>('output', 'record') === 'trackingEvent';
		this.toEvents = asEvents ? feed.toEvents?.(fields) : undefined;
		this.keep = feed.keep?.(fields);
		this.present = asEvents ? undefined : feed.present?.(fields);
		this.completion = feed.completion?.(fields);
		feed.checkCursor?.(this.cursor);
		const pager = feed.open(fields, this.cursor);
		const enrich = feed.enrichment?.(fields);
		if (enrich) {
			const ask = askOnce(context, connection, signal);
			this.enrich = async (record) => await enrich(record, ask);
		}
		if (this.completion) {
			this.tables = await tablesOf(this.completion, connection, fields, signal);
		}
		const walking = walk(pager, connection, { name: feed.name, limit: this.limit, signal });
		for await (const page of walking) {
			if (this.add(page, await this.enriched(page))) return;
		}
		for (const record of this.completion?.rest?.(this.tables) ?? []) {
			if (this.give(this.outputsOf(record, 1))) return;
		}
	}

	/** The same error, with where the walk had got to: what it read was not delivered. */
	told(error: Error): NodeApiError | NodeOperationError {
		const { context, transport } = this;
		const redact = (text: string) => transport?.redact(text) ?? text;
		return nodeErrorOf(context.getNode(), error, redact, {
			itemIndex: context.getItemIndex(),
			addition: this.progress(),
		});
	}

	/** How far a walk got that ended early, '' where that is of no use. */
	private progress(): string {
		const { length } = this.items;
		const { checkCursor } = this.feed;
		if (!checkCursor || length === 0 || length > MOST_ITEMS || this.cursor === '') return '';
		return `${length} items had been read by then and were not given out. Run again to read them all, or set Continue After to "${this.cursor}" to read on behind them.`;
	}

	/** Those records of a page that will be given out, completed, by their place; none to complete. */
	private async enriched({ records }: Page<R>): Promise<ReadonlyMap<number, R> | undefined> {
		const { enrich, keep, limit, items } = this;
		if (!enrich) return undefined;
		const places = [...records.keys()].filter((place) => !keep || keep(records[place]!));
		const wanted = places.slice(0, Math.min(limit, MOST_ITEMS + 1) - items.length);
		const most = this.transport?.requestsAtOnce ?? 1;
		const whole = await someAtOnce(wanted, most, async (place) => await enrich(records[place]!));
		return new Map(wanted.map((place, index) => [place, whole[index]!]));
	}

	/**
	 * @param enriched records of the page that were completed
	 * @returns whether the limit is reached
	 */
	private add(page: Page<R>, enriched: ReadonlyMap<number, R> | undefined): boolean {
		const { includeCursor, keep } = this;
		for (let index = 0; index < page.records.length; index++) {
			const record = page.records[index]!;
			if (keep && !keep(record)) continue;
			const outputs = this.outputsOf(enriched?.get(index) ?? record, page.ordinal(index));
			if (this.give(outputs, includeCursor ? () => page.cursorAfter(index) : undefined))
				return true;
		}
		const last = page.records.length - 1;
		if (last >= 0) this.cursor = page.cursorAfter(last);
		return false;
	}

	private outputsOf(record: R, ordinal: number): IDataObject[] {
		const { completion, tables, toEvents, present } = this;
		const whole = completion ? completion.complete(record, tables) : record;
		if (toEvents) return toEvents(whole, ordinal) as unknown as IDataObject[];
		return [present ? present(whole) : whole];
	}

	/**
	 * Gives out what a record comes to.
	 * @param cursorAfter the place behind it, where that is wanted
	 * @returns whether the limit is reached
	 */
	private give(outputs: IDataObject[], cursorAfter?: () => string): boolean {
		const { items, pairedItem, limit } = this;
		// The events of a record stay together, so that the last cursor of a run leads on.
		if (items.length > 0 && items.length + outputs.length > limit) return true;
		const before = this.cursor;
		if (cursorAfter) this.cursor = cursorAfter();
		for (let place = 0; place < outputs.length; place++) {
			const json = outputs[place]!;
			// Only behind the last event of a record nothing of it would be lost.
			if (cursorAfter) json.cursor = place < outputs.length - 1 ? before : this.cursor;
			items.push({ json, pairedItem });
		}
		if (items.length >= limit) return true;
		if (items.length > MOST_ITEMS) throw tooMany(this.feed);
		return false;
	}
}

const tooMany = ({ name, checkCursor }: Pick<Feed, 'name' | 'checkCursor'>) => {
	const inSteps = checkCursor
		? ', switch on Include Cursor, and run again with the cursor of the last item in Continue After'
		: '';
	return new UserError(`More than 100,000 ${name} for one input item`, {
		description: `n8n cannot take more items than that at once. Ask for less, or switch Return All off, and set Limit to 100,000 or less${inSteps}.`,
	});
};
