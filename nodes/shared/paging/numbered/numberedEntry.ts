import type { IDataObject } from 'n8n-workflow';
import type { ListIdentity, PageRequest } from '../../feed';
import type { Places } from './numberedList';
import { RecordPage } from '../page';
import { Delivered, digestOf, formatCursor, parseCursor, type Place } from '../resumeCursor';

/**
 * The place at which a list with numbered pages is entered, and what was emitted from there on: what
 * comes once more is dropped by its ID.
 */
export class NumberedEntry<R extends IDataObject> {
	/** Undefined: the beginning of the list. */
	place: string | undefined;
	/** What is not emitted again: at the place entered, or in all, where nothing leads back. */
	private known = new Set<string>();
	/** What an earlier walk emitted at the place that it ended at. */
	private readonly delivered = new Delivered();
	/** The way that the records came, for the cursors. */
	private readonly trail: Trail;

	/** @param after the cursor to read on behind; '' begins at the beginning */
	constructor(
		private readonly list: ListIdentity<R>,
		private readonly places: Places<R> | undefined,
		after: string,
	) {
		const { cursor, delivered } = parseCursor(after);
		if (after !== '') this.place = cursor;
		this.delivered.add(delivered);
		this.trail = new Trail(cursor, delivered);
	}

	/** The request that enters the list here. */
	requestOf(request: PageRequest): PageRequest {
		const { place, places } = this;
		return places && place !== undefined ? places.enter(request, place) : request;
	}

	/** Goes on to a place; what was emitted before it does not come again. */
	moveTo(place: string): void {
		this.place = place;
		this.known = new Set();
	}

	know(records: readonly R[]): void {
		for (const record of records) this.known.add(this.list.identity(record));
	}

	knows(records: readonly R[]): boolean {
		return records.every((record) => this.known.has(this.list.identity(record)));
	}

	/** What was not emitted yet. */
	pageOf(records: readonly R[]): RecordPage<R> {
		const { list, places, trail } = this;
		const from = places && this.place !== undefined ? places.order(this.place) : -Infinity;
		const page = new RecordPage<R>();
		for (const record of records) {
			const identity = list.identity(record);
			const place = places?.of(record);
			const digest = digestOf(identity);
			const order = place === undefined ? undefined : places?.order(place);
			// The request may give some of what is before the place; what has no place may be at it.
			if (this.known.has(identity) || (order ?? from) < from) continue;
			if ((order ?? from) === from && this.delivered.take(digest)) continue;
			page.add(record, trail.after(digest, place, order));
		}
		return page;
	}
}

/** The places behind the records that were emitted, in the order of the list. */
class Trail {
	private order = -Infinity;
	/** Whether the list is in order: else no place leads behind a record. */
	private isStraight = true;

	/** @param digests of what was emitted at the place */
	constructor(
		private place: string,
		private digests: string[],
	) {}

	/** Goes behind one more record; one that has no place of its own stands where the one before does. */
	after(digest: string, place = this.place, order = this.order): Place {
		if (place === '') return '';
		if (order < this.order || Number.isNaN(order)) this.isStraight = false;
		if (place !== this.place) this.digests = [];
		this.place = place;
		this.order = order;
		this.digests.push(digest);
		if (!this.isStraight) return '';
		const { digests } = this;
		const { length } = digests;
		return () => formatCursor(place, digests.slice(0, length));
	}
}
