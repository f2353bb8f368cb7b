import { isObject } from '../../json';
import { isPacked, type PackedKeys } from '../keyMemory';

/** Where a trigger stands in a list of records that change. Plain JSON; times in ms since 1970. */
export interface ChangingState {
	/** What happened before is not given out; absent: nothing is too old. */
	readonly since?: number;
	/**
	 * The newest time of a record that the last round came across, but not later than when that began;
	 * absent: none came to its end.
	 */
	readonly complete?: number;
	/** What happened before was given out, where that is dated; absent: as `since`. */
	readonly toldBefore?: number;
	/** A round that has not come to its end. */
	readonly round?: Round;
	/** What was given out before this round, and it sees again: the dated, by when it happened … */
	readonly recent: PackedKeys;
	/** … and what is not dated, by when its record was made. */
	readonly lasting: PackedKeys;
	/** What is not dated is passed over in records made until then: there was no room to know it. */
	readonly passedUntil?: number;
}

/** One reading of all that can have changed, over as many polls as it takes. */
export interface Round {
	/** The time of its first answer; absent before that. */
	readonly began?: number;
	/** What was made before is not read. */
	readonly from: number;
	/** The search that is being read, by its place among them. */
	readonly search: number;
	/** The cursor that it is read on behind; '' where it was not begun. */
	readonly after: string;
	/** The newest time of a record that it has come across. */
	readonly newest?: number;
	/** What it has given out, of the dated, and the next round sees again. */
	readonly given?: PackedKeys;
	/** Dated happenings until then may be forgotten, although the next round would see them. */
	readonly forgottenUntil?: number;
}

const TIMES = ['since', 'complete', 'toldBefore', 'passedUntil'];
const TIMES_OF_ROUND = ['began', 'newest', 'forgottenUntil'];

/** Whether a value is a state, and not damaged. */
export const isChangingState = (value: unknown): value is ChangingState =>
	isObject(value) &&
	isPacked(value.recent) &&
	isPacked(value.lasting) &&
	TIMES.every((name) => isTimeOrAbsent(value[name])) &&
	(value.round === undefined || isRound(value.round));

const isRound = (value: unknown): value is Round =>
	isObject(value) &&
	Number.isFinite(value.from) &&
	Number.isInteger(value.search) &&
	typeof value.after === 'string' &&
	(value.given === undefined || isPacked(value.given)) &&
	TIMES_OF_ROUND.every((name) => isTimeOrAbsent(value[name]));

const isTimeOrAbsent = (value: unknown) => value === undefined || Number.isFinite(value);
