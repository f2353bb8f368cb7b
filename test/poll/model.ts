import fc from 'fast-check';
import type { Mode } from '../engine/host';
import { surplus } from '../surplus';
import { type Outcome, play, type World } from './play';
import type { Plan } from './steps';

/** `npm test` plays the same schedules each time; another seed and number find what is rare. */
const SCHEDULES = Number(process.env.SCHEDULES ?? 0);
const SEED = Number(process.env.SEED ?? 1);

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
	await fc.assert(
		fc.asyncProperty(schedule, async (plan) =>
			check(await play(mode, plan, async (...of) => await open(...of))),
		),
		{ numRuns: SCHEDULES || usual, seed: SEED },
	);
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
