import { timeOfWall, type WallTime, wallTimeOf } from '../../values/wallTime';
import { KeyMemory } from '../seen/keyMemory';
import { IdMemory } from './idMemory';
import type { ListState } from './state';

/** A memory is forgotten bit by bit: so many make up the time that it is needed for. */
const BUCKETS = 8;
const SECOND_MS = 1_000;

/** What a list has given out already, or is not to give out. Times are those of the records. */
export class Given {
	private readonly ids: IdMemory;
	private readonly keys: KeyMemory;

	/** @param horizon how far back it is needed, in ms */
	constructor(horizon: number, packed: Partial<Pick<ListState, 'ids' | 'keys'>> = {}) {
		this.ids = new IdMemory(horizon / BUCKETS, packed.ids);
		this.keys = new KeyMemory(horizon / BUCKETS, packed.keys, true);
	}

	/** @param ordinal n for the nth of several records of the same identity, where that is no ID */
	has(identity: string, ordinal: number, time: WallTime): boolean {
		if (isId(identity)) return this.ids.has(Number(identity), msOf(time));
		return this.keys.times(identity) >= ordinal;
	}

	add(identity: string, time: WallTime): true {
		if (isId(identity)) this.ids.add(Number(identity), msOf(time));
		else this.keys.add(identity, msOf(time));
		return true;
	}

	/** Forgets what is older, if not all of it. */
	forgetBefore(time: WallTime): void {
		this.ids.forgetBefore(msOf(time));
		this.keys.forgetBefore(msOf(time));
	}

	/** Forgets the oldest. @returns behind what it forgot; undefined where there was nothing */
	forgetOldest(): WallTime | undefined {
		const latest = this.ids.forgetOldest() ?? this.keys.forgetOldest();
		return latest === undefined ? undefined : wallTimeOf(latest + SECOND_MS, 'UTC');
	}

	pack(): Pick<ListState, 'ids' | 'keys'> {
		return { ids: this.ids.pack(), keys: this.keys.pack() };
	}
}

/** In one way of writing it: what is written otherwise is another identity. */
const isId = (identity: string) =>
	/^(?:0|[1-9]\d{0,15})$/.test(identity) && Number.isSafeInteger(Number(identity));

/** A wall time in ms, as if its clock were that of UTC. */
const msOf = (time: WallTime) => timeOfWall(time, 'UTC');
