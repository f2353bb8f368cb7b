import fc from 'fast-check';
import {
	forgetOldest,
	Ledger,
	ledgerChecks,
	type LedgerState,
} from '../../nodes/shared/poll/seen/ledger';
import { shape } from '../../nodes/shared/poll/stateCheck';

const SPANS = { dated: 80, undated: 400 };
const time = fc.integer({ min: 0, max: 1_000 });
/** Dated, undated in a row that stands somewhere, or neither. */
const met = fc.record({
	key: fc.constantFrom('a', 'b', 'c', '1', '2', '77'),
	ordinal: fc.constantFrom(1, 1, 2),
	at: fc.option(time, { nil: undefined }),
	stands: fc.option(time, { nil: undefined }),
});
type Met = typeof met extends fc.Arbitrary<infer T> ? T : never;

const stored = (ledger: Ledger) => JSON.parse(JSON.stringify(ledger.pack())) as LedgerState;
const isLedger = shape(ledgerChecks());

function ledgerOf(all: readonly Met[], state?: LedgerState): Ledger {
	const ledger = new Ledger(SPANS, state);
	for (const { key, ordinal, at, stands } of all) ledger.note({ key, at }, ordinal, stands);
	return ledger;
}

/** Whether an occurrence that was met would be taken for new. */
const isNew = (ledger: Ledger, { key, ordinal, at, stands }: Met) =>
	!ledger.has(key, ordinal) && !ledger.mayBeForgotten({ key, at }, stands);

it('takes nothing that it has met for new, also stored in between', () => {
	fc.assert(
		fc.property(fc.array(met), fc.array(met), (earlier, later) => {
			const state = stored(ledgerOf(earlier));
			expect(isLedger(state)).toBe(true);
			const ledger = ledgerOf(later, state);
			for (const each of [...earlier, ...later]) expect(isNew(ledger, each)).toBe(false);
			expect(ledger.has('other', 1)).toBe(false);
		}),
	);
});

it('takes nothing that it had to forget for new, as long as it can be placed', () => {
	fc.assert(
		fc.property(fc.array(met), fc.nat({ max: 20 }), time, time, (all, times, floor, start) => {
			const before = ledgerOf(all);
			before.forgetBefore(floor, start);
			let state = stored(before);
			for (let time = 0; time < times; time++) state = forgetOldest(state)?.state ?? state;
			expect(isLedger(state)).toBe(true);
			const ledger = new Ledger(SPANS, state);
			for (const each of all) {
				// What rows tell that stand before is not read any more.
				const isRead = each.at !== undefined || (each.stands ?? Infinity) >= start;
				if (isRead) expect(isNew(ledger, each)).toBe(false);
			}
		}),
	);
});

it('forgets until nothing is left, and says from when on it knows all', () => {
	fc.assert(
		fc.property(fc.array(met), (all) => {
			let state = stored(ledgerOf(all));
			const untils: number[] = [];
			for (let less = forgetOldest(state); less; less = forgetOldest(state)) {
				untils.push(less.until);
				state = less.state;
			}
			expect([state.seen, state.undated]).toEqual([[], []]);
			const dated = untils.filter((until) => until < Infinity);
			expect(dated).toEqual([...dated].sort((a, b) => a - b));
			const latest = Math.max(...all.map(({ at }) => at ?? -Infinity));
			if (latest > -Infinity) expect(state.floor).toBe(latest + 1);
		}),
	);
});
