import { coarsely } from '../source';
import type { Parent } from './parents';
import type { WatchState } from './state';

/** What a list's turn came to: all of it is dealt with, or some, or it could not be read. */
export type Turn = 'whole' | 'partly' | 'failed';

/** Where a trigger stands among its lists, before or after a poll. */
export type Place = Pick<WatchState, 'complete' | 'round' | 'flawed' | 'next'>;

/** The owners in the order in which they have their turn, beginning with the one that is next. */
export function turnOrder(owners: readonly Parent[], next: string | undefined): Parent[] {
	const sorted = [...owners].sort((a, b) => compareIds(a.id, b.id));
	const first = next === undefined ? 0 : sorted.findIndex(({ id }) => compareIds(id, next) >= 0);
	const turn = Math.max(0, first);
	return [...sorted.slice(turn), ...sorted.slice(0, turn)];
}

/**
 * Where the trigger stands after a poll.
 * @param turns what each owner's turn came to, undefined where it had none
 * @param asOf the newest time of a record when the poll began
 */
export function placeAfter(
	inTurn: readonly Parent[],
	turns: ReadonlyArray<Turn | undefined>,
	start: WatchState,
	asOf: number,
): Place {
	const { complete, round, flawed } = start;
	const had = inTurn.findIndex((_owner, turn) => turns[turn] === undefined);
	const areWhole = (from: number, to: number) =>
		turns.slice(from, to).every((turn) => turn === 'whole');
	if (had === -1) {
		const areAll = areWhole(0, turns.length);
		return { complete: areAll ? coarsely(complete, asOf) : complete, round: coarsely(round, asOf) };
	}
	const next = inTurn[had]!.id;
	// The next round begins with the first owner of all.
	const rest = inTurn.findIndex(
		({ id }) => start.next !== undefined && compareIds(id, start.next) < 0,
	);
	const isNextRound = rest !== -1 && had >= rest;
	if (!isNextRound) {
		return { complete, round, next, ...flaw(flawed || !areWhole(0, had)) };
	}
	const isWhole = !flawed && areWhole(0, rest);
	return {
		complete: isWhole ? round : complete,
		round: asOf,
		next,
		...flaw(!areWhole(rest, had)),
	};
}

const flaw = (isFlawed: boolean | undefined) => (isFlawed ? { flawed: true as const } : {});

/** Numbers by their value, other texts by their length first. */
const compareIds = (a: string, b: string) => a.length - b.length || (a < b ? -1 : Number(a > b));
