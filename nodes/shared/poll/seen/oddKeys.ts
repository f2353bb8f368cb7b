import { hash } from 'node:crypto';

/** The most odd keys of one list: a few odd records are a mistake, more are another format. */
export const MOST_ODD = 1_000;

/** Digests of five bytes each, as one text in base64: those that were met last are behind. */
export type PackedOdd = string;

const BYTES = 5;

/**
 * Records that cannot be placed in their list, since their time or their ID cannot be read: which of
 * them were emitted. They are remembered as long as there are not too many.
 */
export class OddKeys {
	/** How many were met for the first time by this reading. */
	found = 0;
	/** How many were not emitted, since so many could not be remembered. */
	passed = 0;
	private readonly known: Set<string>;
	/** Keys that this reading met: they are forgotten last. */
	private readonly met = new Set<string>();

	constructor(packed: PackedOdd = '') {
		const digests = Buffer.from(packed, 'base64').toString('hex');
		this.known = new Set(digests.match(/.{10}/g));
	}

	/** @returns whether it is to be emitted: once. @param ordinal n for the nth that is the same */
	isNew(identity: string, ordinal = 1): boolean {
		if (this.met.size + this.known.size === 0) return true;
		const digest = digestOf(identity, ordinal);
		return !this.met.has(digest) && !this.known.has(digest);
	}

	/** Notes one that is emitted in any case. @returns whether it was new */
	meet(identity: string): boolean {
		const isNew = this.isNew(identity);
		if (!this.note(identity)) this.passed--;
		return isNew;
	}

	/** Notes one that was met. @returns whether there was room for it, or it was known */
	note(identity: string, ordinal = 1): boolean {
		const digest = digestOf(identity, ordinal);
		if (this.met.has(digest)) return true;
		if (this.met.size >= MOST_ODD) {
			this.passed++;
			return false;
		}
		this.met.add(digest);
		if (!this.known.has(digest)) this.found++;
		return true;
	}

	/** @returns the same text as before, where nothing is new */
	pack(): PackedOdd {
		const { known, met, found } = this;
		const before = found === 0 ? known : [...known].filter((digest) => !met.has(digest));
		const all = found === 0 ? [...before] : [...before, ...met];
		return Buffer.from(all.slice(-MOST_ODD).join(''), 'hex').toString('base64');
	}
}

const digestOf = (identity: string, ordinal: number): string =>
	hash('sha256', ordinal > 1 ? `${identity} #${ordinal}` : identity).slice(0, 2 * BYTES);

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Whether a value is what was packed here, and not damaged. */
export const isPackedOdd = (value: unknown): value is PackedOdd =>
	typeof value === 'string' &&
	value.length <= Math.ceil((MOST_ODD * BYTES) / 3) * 4 &&
	BASE64.test(value) &&
	Buffer.from(value, 'base64').length % BYTES === 0;
