import type { IDataObject } from 'n8n-workflow';
import { isSlowness } from '../../transport/apiError';
import type { Transport } from '../../transport/transport';
import type { Feed, FieldReader } from '../../feed';
import { readFirst, wantedOf } from '../../paging/readPages';
import { mayBeRefusal } from '../refusal';
import type { FollowOptions } from '../source';

/** A question for the rows with what happened to them last, that first. */
export interface Latest<R> {
	/** The fields that ask for so many of those that stand at a time or later, in one answer. */
	fields(from: number, most: number): FieldReader;
	/** What they are sorted by, in ms. */
	dateOf(row: R): number | undefined;
}

/** How many rows are asked for to see the latest; more, where they do not go back far enough. */
const MOST = [1_000, 5_000, 20_000];

/** The share of a poll's remaining time that one question may take: to sort may take a vendor long. */
const SHARE = 0.25;
const LEAST_SHARE_MS = 1_000;

export interface LatestOptions extends Pick<FollowOptions, 'deadline' | 'signal'> {
	/** Rows that stand before are not asked for. */
	readonly start: number;
	/** What happened before is not looked for. Asked behind each answer. */
	floor(): number;
}

/**
 * The rows with what happened last, that last.
 * @returns undefined where the answers do not go back far enough, or the vendor does not give them
 */
export async function readLatest<R extends IDataObject>(
	feed: Feed<R>,
	questions: ReadonlyArray<Latest<R>>,
	transport: Transport,
	options: LatestOptions,
): Promise<R[] | undefined> {
	const dated: Array<{ row: R; at: number }> = [];
	for (const question of questions) {
		const found = await ask(feed, question, transport, options).catch(unlessRefused);
		if (!found) return undefined;
		dated.push(...found);
	}
	return dated.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** One answer: of several, a row that leaves the list meanwhile might be in none. */
async function ask<R extends IDataObject>(
	feed: Feed<R>,
	{ fields, dateOf }: Latest<R>,
	transport: Transport,
	{ deadline, signal, start, floor }: LatestOptions,
) {
	const share = Math.max(LEAST_SHARE_MS, (deadline - Date.now()) * SHARE);
	const inTime = AbortSignal.any([signal, AbortSignal.timeout(Math.floor(share))]);
	for (const most of MOST) {
		const read = await readFirst(feed, fields(start, most), transport, inTime);
		const bound = floor();
		const dated = wantedOf(read).map((row) => ({ row, at: dateOf(row) ?? NaN }));
		// Where a date is missing, or their order is another, there may be newer ones elsewhere.
		if (!dated.every(({ at }, index) => at <= (dated[index - 1]?.at ?? Infinity))) return undefined;
		if (read.isLast) return dated;
		// Rows of one moment come in any order: they do not show that what follows is older.
		const [newest, oldest] = [dated[0]?.at ?? NaN, dated.at(-1)?.at ?? NaN];
		if (newest > oldest && oldest < bound) return dated;
		if (read.page.records.length < most) return undefined;
	}
	return undefined;
}

/** A vendor that does not sort, or is too slow at it, may still give all. */
async function unlessRefused(error: Error): Promise<undefined> {
	const isOutOfTime = error.name === 'TimeoutError';
	if (isOutOfTime || isSlowness(error) || mayBeRefusal(error)) return undefined;
	return await Promise.reject(error);
}
