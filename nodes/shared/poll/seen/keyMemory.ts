import { hash } from 'node:crypto';
import { BITS, isPackedText, packNumbers, unpackNumbers } from './packedNumbers';
import { isNumber } from '../stateCheck';

/** Packed keys in lots, each with the times (or other numbers) that they belong to. Plain JSON. */
export type PackedKeys = Array<readonly [earliest: number, latest: number, keys: string]>;

/** Whether a value is what was packed here, and not damaged. */
export const isPacked = (value: unknown): value is PackedKeys =>
	Array.isArray(value) &&
	value.every(
		(lot) =>
			Array.isArray(lot) &&
			isNumber(lot[0]) &&
			isNumber(lot[1]) &&
			lot[0] <= lot[1] &&
			isPackedText(lot[2]),
	);

/** Keys are forgotten in lots. A larger one takes less room for each of them: 4.8 characters here. */
const MOST_IN_A_LOT = 8_192;
/** The number of lots where a shorter time would do; more would take more room than they save. */
const LOTS_BY_TIME = 16;

/** A text's digest, as a number that can be packed. */
const digestOf = (text: string): number => parseInt(hash('sha256', text).slice(0, BITS / 4), 16);

interface Lot {
	earliest: number;
	latest: number;
	readonly digests: number[];
	/** Made when it is stored, dropped when a key is added. */
	packed: string | undefined;
}

interface Held {
	readonly times: number;
	/** The one that is forgotten last. */
	readonly lot: Lot;
}

/**
 * Which events were given out, each with the time (or other number) that it belongs to. Digests stand
 * for keys: of 50,000, which fit in 240 kB, a new one is taken for another once in 20 million times.
 */
export class KeyMemory {
	private readonly lots: Lot[];
	/** Where each digest is held; made when it is asked for. */
	private index: Map<number, Held> | undefined;

	/**
	 * @param extent how much time a lot spans, unless there are many
	 * @param isScattered whether keys are added in another order than that of their times: then each
	 * lot has a time of its own, however many they are
	 */
	constructor(
		private readonly extent: number,
		packed: PackedKeys = [],
		private readonly isScattered = false,
	) {
		this.lots = packed.map(([earliest, latest, text]) => ({
			earliest,
			latest,
			digests: unpackNumbers(text),
			packed: text,
		}));
	}

	/** The latest time that a key was added with; -Infinity where there is none. */
	get latest(): number {
		return this.lots.reduce((most, { latest }) => Math.max(most, latest), -Infinity);
	}

	/** How often a key was added. */
	times(key: string): number {
		return this.held(key)?.times ?? 0;
	}

	/** Whether a key is forgotten before this time is: it was added with an earlier one only. */
	endsBefore(key: string, time: number): boolean {
		return (this.held(key)?.lot.latest ?? -Infinity) < time;
	}

	add(key: string, at: number): void {
		const digest = digestOf(key);
		const lot = this.lotFor(at);
		lot.digests.push(digest);
		lot.earliest = Math.min(lot.earliest, at);
		lot.latest = Math.max(lot.latest, at);
		lot.packed = undefined;
		if (this.index) hold(this.index, digest, lot);
	}

	/** Adds what another one holds. */
	addAll({ lots }: KeyMemory): void {
		for (const { earliest, latest, digests } of lots) {
			const lot = this.lotFor(earliest);
			for (const digest of digests) lot.digests.push(digest);
			lot.earliest = Math.min(lot.earliest, earliest);
			lot.latest = Math.max(lot.latest, latest);
			lot.packed = undefined;
		}
		this.index = undefined;
	}

	/** Forgets the lots that lie wholly before a time. */
	forgetBefore(time: number): void {
		const { length } = this.lots;
		for (let index = length - 1; index >= 0; index--) {
			if (this.lots[index]!.latest < time) this.lots.splice(index, 1);
		}
		if (this.lots.length < length) this.index = undefined;
	}

	/** Forgets the oldest lot. @returns the latest time of its keys; undefined where there is none */
	forgetOldest(): number | undefined {
		if (this.lots.length === 0) return undefined;
		const latest = Math.min(...this.lots.map((lot) => lot.latest));
		this.lots.splice(
			this.lots.findIndex((lot) => lot.latest === latest),
			1,
		);
		this.index = undefined;
		return latest;
	}

	pack(): PackedKeys {
		return this.lots.map((lot) => {
			lot.packed ??= packNumbers(lot.digests);
			return [lot.earliest, lot.latest, lot.packed];
		});
	}

	/** In characters, packed. */
	get size(): number {
		return this.pack().reduce((sum, [, , keys]) => sum + keys.length + 40, 0);
	}

	private held(key: string): Held | undefined {
		if (this.lots.length === 0) return undefined;
		if (!this.index) {
			this.index = new Map();
			for (const lot of this.lots) for (const digest of lot.digests) hold(this.index, digest, lot);
		}
		return this.index.get(digestOf(key));
	}

	private lotFor(at: number): Lot {
		const isFull = (lot: Lot) => lot.digests.length >= MOST_IN_A_LOT;
		const timeOf = (time: number) => Math.floor(time / this.extent);
		const last = this.isScattered
			? this.lots.find((each) => timeOf(each.earliest) === timeOf(at) && !isFull(each))
			: this.lots.at(-1);
		const isLong =
			!this.isScattered && last !== undefined && Math.abs(at - last.earliest) > this.extent;
		if (last && !isFull(last) && !(isLong && this.lots.length < LOTS_BY_TIME)) return last;
		const lot: Lot = { earliest: at, latest: at, digests: [], packed: undefined };
		this.lots.push(lot);
		return lot;
	}
}

function hold(index: Map<number, Held>, digest: number, lot: Lot): void {
	const held = index.get(digest);
	const latest = held && held.lot.latest > lot.latest ? held.lot : lot;
	index.set(digest, { times: (held?.times ?? 0) + 1, lot: latest });
}
