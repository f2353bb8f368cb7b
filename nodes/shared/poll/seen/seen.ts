import { hash } from 'node:crypto';
import { isPackedSet, NumberSet } from '../../values/numberSet';
import { isNumber } from '../stateCheck';

/** Packed keys in lots, each with the latest time (or other number) of its keys. Plain JSON. */
export type PackedKeys = ReadonlyArray<readonly [latest: number, ids: string, digests: string]>;

/** Whether a value is what was packed here, and not damaged. */
export const isPackedKeys = (value: unknown): value is PackedKeys =>
	Array.isArray(value) &&
	value.every(
		(lot) => Array.isArray(lot) && isNumber(lot[0]) && isPackedSet(lot[1]) && isPackedSet(lot[2]),
	);

/** Keys are forgotten in lots. A larger one takes less room for each digest: 4.8 characters here. */
const MOST_DIGESTS = 8_192;
/** With more lots, the oldest become fewer, all but so many of the newest: each takes room of its own. */
const MOST_LOTS = 16;
const NEWEST_LOTS = 8;

/** Of 50,000 digests, which fit in 240 kB, a new one is taken for another once in 20 million times. */
const DIGITS = 10;
const ID = /^(?:0|[1-9]\d{0,15})$/;

interface Lot {
	latest: number;
	readonly ids: NumberSet;
	readonly digests: NumberSet;
}

/**
 * Which keys were met, each with a time (or other number) by which it is forgotten. Keys that are whole
 * numbers are kept as they are, which takes next to no room where they follow on each other; digests
 * stand for all others.
 */
export class Seen {
	private lots: Lot[];

	/** @param extent how much time a lot spans; less than 1 counts as 1 */
	constructor(
		private readonly extent: number,
		packed: PackedKeys = [],
	) {
		this.lots = packed.map(([latest, ids, digests]) => ({
			...{ latest, ids: new NumberSet(ids), digests: new NumberSet(digests) },
		}));
	}

	/** The latest time that a key was added with; -Infinity where there is none. */
	get latest(): number {
		return this.lots.reduce((most, { latest }) => Math.max(most, latest), -Infinity);
	}

	/** @param ordinal n for the nth that has the same key */
	has(key: string, ordinal = 1): boolean {
		return this.hasIn(this.lots, key, ordinal);
	}

	/** Whether a key is forgotten before this time is: it was added with an earlier one only. */
	endsBefore(key: string, time: number): boolean {
		const later = this.lots.filter(({ latest }) => latest >= time);
		return !this.hasIn(later, key, 1);
	}

	add(key: string, at: number, ordinal = 1): void {
		const lot = this.lotFor(at);
		lot.latest = Math.max(lot.latest, at);
		if (isId(key, ordinal)) lot.ids.add(Number(key));
		else lot.digests.add(digestOf(key, ordinal));
	}

	/** Forgets the lots that lie wholly before a time. */
	forgetBefore(time: number): void {
		this.lots = this.lots.filter(({ latest }) => latest >= time);
	}

	/** Forgets the oldest lot. @returns the latest time of its keys; undefined where there is none */
	forgetOldest(): number | undefined {
		this.lots.sort((a, b) => a.latest - b.latest);
		return this.lots.shift()?.latest;
	}

	/** In characters, packed. */
	get size(): number {
		return JSON.stringify(this.pack()).length;
	}

	/** @returns in order of their times; what is unchanged as it was */
	pack(): PackedKeys {
		this.lots.sort((a, b) => a.latest - b.latest);
		return this.lots.map(({ latest, ids, digests }) => [latest, ids.pack(), digests.pack()]);
	}

	private hasIn(lots: readonly Lot[], key: string, ordinal: number): boolean {
		if (lots.length === 0) return false;
		if (isId(key, ordinal)) return lots.some(({ ids }) => ids.has(Number(key)));
		const digest = digestOf(key, ordinal);
		return lots.some(({ digests }) => digests.has(digest));
	}

	private lotFor(at: number): Lot {
		const periodOf = (time: number) => Math.floor(time / Math.max(1, this.extent));
		const period = periodOf(at);
		const open = this.lots.find(
			({ latest, digests }) => periodOf(latest) === period && digests.count < MOST_DIGESTS,
		);
		if (open) return open;
		if (this.lots.length >= MOST_LOTS) {
			const later = this.nextAfter(at);
			if (later) return later;
			this.mergeOldest();
		}
		const lot = { latest: at, ids: new NumberSet(), digests: new NumberSet() };
		this.lots.push(lot);
		return lot;
	}

	/** The lot with room that is forgotten next after a time: many times take no lot each. */
	private nextAfter(at: number): Lot | undefined {
		let next: Lot | undefined;
		for (const lot of this.lots) {
			const hasRoom = lot.digests.count < 2 * MOST_DIGESTS;
			if (hasRoom && lot.latest >= at && lot.latest < (next?.latest ?? Infinity)) next = lot;
		}
		return next;
	}

	private mergeOldest(): void {
		this.lots.sort((a, b) => a.latest - b.latest);
		const merged: Lot[] = [];
		for (const lot of this.lots.splice(0, this.lots.length - NEWEST_LOTS)) {
			const before = merged.at(-1);
			if (before && before.digests.count + lot.digests.count <= 2 * MOST_DIGESTS) {
				before.latest = lot.latest;
				before.ids.addAll(lot.ids);
				before.digests.addAll(lot.digests);
			} else merged.push(lot);
		}
		this.lots = [...merged, ...this.lots];
	}
}

/** In one way of writing it: what is written otherwise is another key. */
const isId = (key: string, ordinal: number) =>
	ordinal === 1 && ID.test(key) && Number.isSafeInteger(Number(key));

const digestOf = (key: string, ordinal: number): number =>
	parseInt(hash('sha256', ordinal > 1 ? `${key} #${ordinal}` : key).slice(0, DIGITS), 16);
