import { hash } from 'node:crypto';
import { BITS, packNumbers, unpackNumbers } from './packedNumbers';

/** Packed keys by the number of their span of time. Plain JSON. */
export type PackedKeys = Record<string, string>;

/** A text's digest, as a number that can be packed. */
const digestOf = (text: string): number => parseInt(hash('sha256', text).slice(0, BITS / 4), 16);

interface Span {
	readonly times: Map<number, number>;
	/** As it was read, as long as it holds no more. */
	packed: string | undefined;
}

/**
 * Which events were delivered, each with the time (or other number) that it belongs to: an hour of
 * 50,000 fits in some 215 kB. Digests stand for keys: that one is taken for another happens once in
 * 20 million times at that size, and less with fewer.
 */
export class KeyMemory {
	private readonly spans = new Map<number, Span>();
	/** The digests of all spans; made when it is asked for. */
	private digests: Set<number> | undefined;

	/** @param width of a span: as a whole it is remembered and forgotten */
	constructor(
		private readonly width: number,
		packed: PackedKeys = {},
	) {
		for (const [number, text] of Object.entries(packed)) {
			const times = new Map<number, number>();
			for (const digest of unpackNumbers(text)) times.set(digest, (times.get(digest) ?? 0) + 1);
			this.spans.set(Number(number), { times, packed: text });
		}
	}

	/** How often a key was added with a time of the same span. */
	timesAt(key: string, at: number): number {
		const span = this.spans.get(this.spanOf(at));
		return span ? (span.times.get(digestOf(key)) ?? 0) : 0;
	}

	/** Whether a key was added, with whatever time. */
	has(key: string): boolean {
		if (this.spans.size === 0) return false;
		this.digests ??= new Set([...this.spans.values()].flatMap(({ times }) => [...times.keys()]));
		return this.digests.has(digestOf(key));
	}

	add(key: string, at: number): void {
		const number = this.spanOf(at);
		let span = this.spans.get(number);
		if (!span) this.spans.set(number, (span = { times: new Map(), packed: undefined }));
		const digest = digestOf(key);
		span.times.set(digest, (span.times.get(digest) ?? 0) + 1);
		span.packed = undefined;
		this.digests?.add(digest);
	}

	/** Forgets the spans that lie wholly before a time. */
	forgetBefore(time: number): void {
		for (const number of [...this.spans.keys()]) {
			if (number < this.spanOf(time)) this.spans.delete(number);
		}
		this.digests = undefined;
	}

	/** Where the oldest span ends: forgetting what lies before makes room. */
	get endOfOldest(): number {
		return (Math.min(...this.spans.keys()) + 1) * this.width;
	}

	/** In characters, packed. */
	get size(): number {
		return Object.values(this.pack()).reduce((sum, { length }) => sum + length, 0);
	}

	pack(): PackedKeys {
		const packed = [...this.spans].map(([number, span]) => {
			span.packed ??= packNumbers(
				[...span.times].flatMap(([digest, times]) => Array<number>(times).fill(digest)),
			);
			return [number, span.packed] as const;
		});
		return Object.fromEntries(packed);
	}

	private spanOf(at: number): number {
		return Math.floor(at / this.width);
	}
}
