import { isNumber, optional, type Check } from '../stateCheck';
import { isPackedOdd, OddKeys, type PackedOdd } from './oddKeys';
import { isPackedKeys, type PackedKeys, Seen } from './seen';

/** Something that a row tells. */
export interface Occurrence {
	/** Of one key, it happens once, or as often as there are rows that are equal in every field. */
	readonly key: string;
	/** When it happened, in ms; undefined where the vendor does not say. */
	readonly at: number | undefined;
	/** What it is, where a row tells of several. */
	readonly name?: string;
}

/** What is remembered of the occurrences of a list. Plain JSON; times in ms. */
export interface LedgerState {
	/** What happened before may be forgotten, and is passed over; absent: nothing is. */
	readonly floor?: number;
	/** Undated occurrences of rows that stand at this time or before are passed over, too. */
	readonly passedUntil?: number;
	/** Dated occurrences, by when they happened … */
	readonly seen: PackedKeys;
	/** … undated ones, by where their rows stand … */
	readonly undated: PackedKeys;
	/** … and those of rows that cannot be placed either; absent: none. */
	readonly odd?: PackedOdd;
}

/** The checks of a stored ledger, field by field. */
export const ledgerChecks = (isTime: Check = isNumber) => ({
	floor: optional(isTime),
	passedUntil: optional(isTime),
	seen: isPackedKeys,
	undated: isPackedKeys,
	odd: optional(isPackedOdd),
});

/** A memory is forgotten bit by bit: so many lots make up the time that it is needed for. */
const LOTS = 8;

/** The memory of what a list has told: what was emitted, and what is not to be. */
export class Ledger {
	/** Occurrences that are undated, of rows that stand nowhere either. */
	readonly odd: OddKeys;
	private readonly dated: Seen;
	private readonly undated: Seen;
	private floor: number;
	private readonly passedUntil: number;

	/**
	 * @param spans how long dated occurrences are remembered, and undated ones, in ms
	 * @param state what `pack` gave
	 */
	constructor(
		spans: { readonly dated: number; readonly undated: number },
		{ floor, passedUntil, seen, undated, odd }: Partial<LedgerState> = {},
	) {
		this.dated = new Seen(spans.dated / LOTS, seen);
		this.undated = new Seen(spans.undated / LOTS, undated);
		this.odd = new OddKeys(odd);
		this.floor = floor ?? -Infinity;
		this.passedUntil = passedUntil ?? -Infinity;
	}

	/** What happened before is passed over; undefined: nothing is. */
	get raisedTo(): number | undefined {
		return this.floor === -Infinity ? undefined : this.floor;
	}

	/** Whether an occurrence was met. @param ordinal n for the nth of rows that are equal */
	has(key: string, ordinal: number): boolean {
		return (
			this.dated.has(key, ordinal) ||
			this.undated.has(key, ordinal) ||
			!this.odd.isNew(key, ordinal)
		);
	}

	/**
	 * Whether an occurrence may be forgotten, so that it is passed over.
	 * @param stands where its row does; undefined: anywhere
	 */
	mayBeForgotten({ at }: Occurrence, stands: number | undefined): boolean {
		if (at !== undefined) return at < this.floor;
		return stands !== undefined && stands <= this.passedUntil;
	}

	/** @returns whether there was room to note it, as there is for all but too many odd ones */
	note({ key, at }: Occurrence, ordinal: number, stands: number | undefined): boolean {
		if (at !== undefined) this.dated.add(key, at, ordinal);
		else if (stands !== undefined) this.undated.add(key, stands, ordinal);
		else return this.odd.note(key, ordinal);
		return true;
	}

	/** Forgets what happened before a time, and what rows tell that stand before another. */
	forgetBefore(floor: number, start: number): void {
		this.dated.forgetBefore(floor);
		this.undated.forgetBefore(start);
		// What is forgotten must not be emitted again, wherever a later reading begins.
		this.floor = Math.max(this.floor, floor);
	}

	pack(): LedgerState {
		const { floor, passedUntil } = this;
		const odd = this.odd.pack();
		return {
			...(floor === -Infinity ? {} : { floor }),
			...(passedUntil === -Infinity ? {} : { passedUntil }),
			seen: this.dated.pack(),
			undated: this.undated.pack(),
			...(odd === '' ? {} : { odd }),
		};
	}
}

/**
 * Forgets the oldest of a packed ledger: dated or undated occurrences, of which there are more.
 * @returns the time before which something dated may be missing now; Infinity where it is undated ones
 */
export function forgetOldest<S extends LedgerState>(
	state: S,
): { readonly state: S; readonly until: number } | undefined {
	const areUndated = JSON.stringify(state.undated).length > JSON.stringify(state.seen).length;
	const keys = new Seen(1, areUndated ? state.undated : state.seen);
	const latest = keys.forgetOldest();
	if (latest === undefined) return undefined;
	if (areUndated) {
		const passedUntil = Math.max(state.passedUntil ?? -Infinity, latest);
		return { state: { ...state, undated: keys.pack(), passedUntil }, until: Infinity };
	}
	const floor = Math.max(state.floor ?? -Infinity, latest + 1);
	return { state: { ...state, seen: keys.pack(), floor }, until: floor };
}
