import { isNumber } from '../stateCheck';
import {
	holds,
	isPackedRanges,
	packRanges,
	type Range,
	rangesOf,
	union,
	unpackRanges,
} from './idRanges';

/** Packed IDs in buckets, each with the latest time (ms since 1970) of its IDs. Plain JSON. */
export type PackedIds = ReadonlyArray<readonly [latest: number, ids: string]>;

/** Whether a value is what was packed here, and not damaged. */
export const isPackedIds = (value: unknown): value is PackedIds =>
	Array.isArray(value) &&
	value.every(
		(bucket) => Array.isArray(bucket) && isNumber(bucket[0]) && isPackedRanges(bucket[1]),
	);

/** The IDs of a period. They are unpacked when they are asked for. */
class Bucket {
	private readonly added = new Set<number>();
	private ranges: readonly Range[] | undefined;

	/** What it was packed as, once for each time that buckets of other periods became one. */
	private packed: readonly string[] = [];

	constructor(public latest: number) {}

	has(id: number): boolean {
		if (this.added.has(id)) return true;
		return holds(this.unpacked(), id);
	}

	add(id: number, at: number): void {
		if (this.has(id)) return;
		this.added.add(id);
		this.latest = Math.max(this.latest, at);
	}

	/** Adds what was packed before. */
	addPacked(latest: number, packed: string): void {
		this.latest = Math.max(this.latest, latest);
		this.packed = [...this.packed, packed];
	}

	pack(): string {
		const [first, ...others] = this.packed;
		if (first !== undefined && others.length === 0 && this.added.size === 0) return first;
		const added = rangesOf([...this.added].sort((a, b) => a - b));
		this.ranges = union(this.unpacked(), added);
		this.added.clear();
		const packed = packRanges(this.ranges);
		this.packed = [packed];
		return packed;
	}

	private unpacked(): readonly Range[] {
		this.ranges ??= this.packed.map(unpackRanges).reduce(union, []);
		return this.ranges;
	}
}

/** Which IDs were given out, in buckets by the times that they belong to. */
export class IdMemory {
	/** By the period. */
	private readonly buckets = new Map<number, Bucket>();

	/** @param extent how much time a bucket spans, in ms */
	constructor(
		private readonly extent: number,
		packed: PackedIds = [],
	) {
		for (const [latest, ids] of packed) {
			this.bucketOf(latest).addPacked(latest, ids);
		}
	}

	/** @param at the time that it belongs to, in ms since 1970: there, it is looked for first */
	has(id: number, at: number): boolean {
		if (this.buckets.get(this.periodOf(at))?.has(id)) return true;
		return [...this.buckets.values()].some((bucket) => bucket.has(id));
	}

	add(id: number, at: number): void {
		this.bucketOf(at).add(id, at);
	}

	/** Forgets the buckets that lie wholly before a time. */
	forgetBefore(time: number): void {
		for (const [period, { latest }] of this.buckets) {
			if (latest < time) this.buckets.delete(period);
		}
	}

	/** Forgets the oldest bucket. @returns the latest time of its IDs; undefined where there is none */
	forgetOldest(): number | undefined {
		if (this.buckets.size === 0) return undefined;
		const oldest = Math.min(...this.buckets.keys());
		const { latest } = this.buckets.get(oldest)!;
		this.buckets.delete(oldest);
		return latest;
	}

	pack(): PackedIds {
		return [...this.buckets.values()]
			.sort((a, b) => a.latest - b.latest)
			.map((bucket) => [bucket.latest, bucket.pack()]);
	}

	private bucketOf(at: number): Bucket {
		const period = this.periodOf(at);
		const bucket = this.buckets.get(period) ?? new Bucket(at);
		this.buckets.set(period, bucket);
		return bucket;
	}

	private periodOf(at: number): number {
		return Math.floor(at / this.extent);
	}
}
