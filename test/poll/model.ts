import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Mode } from '../engine/host';
import { surplus } from '../surplus';
import { type Outcome, play, type World } from './play';
import type { Plan } from './steps';

/**
 * `npm test` plays the same schedules each time; another seed and number find what is rare. With
 * SEED_OF_WEEK set, it plays those of the week as well. With QUICK,
 * a schedule that fails is shown as it is, and none that is shorter is looked for.
 */
const SCHEDULES = Number(process.env.SCHEDULES ?? 0);
const { SEED, SEED_OF_WEEK, QUICK } = process.env;
const SEEDS = SEED ? [Number(SEED)] : SEED_OF_WEEK ? [1, seedOfWeek(new Date())] : [1];

/** Another each week, such as 202649: the year and the number of the week as in ISO 8601. */
function seedOfWeek(today: Date): number {
	const { weekYear, weekNumber } = DateTime.fromJSDate(today, { zone: 'utc' });
	return weekYear * 100 + weekNumber;
}

export interface Model<S extends { do: string }, P extends Plan<S>> {
	readonly schedule: fc.Arbitrary<P>;
	open(mode: Mode, plan: P): Promise<World<S>>;
	/** How many schedules `npm test` plays. */
	readonly usual: number;
}

/** Plays random schedules: nothing lost, nothing twice, nothing that was not asked for. */
export async function holds<S extends { do: string }, P extends Plan<S>>(
	mode: Mode,
	{ schedule, open, usual }: Model<S, P>,
): Promise<void> {
	for (const seed of SEEDS) {
		if (SEEDS.length > 1) process.stdout.write(`Schedules of seed ${seed}\n`);
		await fc.assert(
			fc.asyncProperty(schedule, async (plan) =>
				check(await play(mode, plan, async (...of) => await open(...of))),
			),
			{ numRuns: SCHEDULES || usual, seed, endOnFailure: Boolean(QUICK) },
		);
	}
}

function check({ emitted, ids, must, may, story }: Outcome): void {
	const lost = surplus(must, emitted);
	const unasked = surplus(surplus(emitted, must), may);
	if (lost.length > 0 || unasked.length > 0) {
		const list = (name: string, keys: string[]) => `${name}:\n${keys.join('\n')}`;
		throw new Error(
			[list('lost', lost), list('repeated or not asked for', unasked), ...story].join('\n'),
		);
	}
	if (new Set(ids).size !== ids.length) throw new Error(`An ID came twice\n${story.join('\n')}`);
}
