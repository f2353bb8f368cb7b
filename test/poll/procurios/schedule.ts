import fc from 'fast-check';
import { late, odd, type Odd, scheduleOf } from '../steps';

export const EVENTS = [
	'opened',
	'clicked',
	'sent',
	'unsubscribed',
	'bounced',
	'recipientUpdated',
	'newEmail',
] as const;
export type Event = (typeof EVENTS)[number];

/** What people do. */
export type Step =
	| {
			do: 'open' | 'click' | 'unsubscribe';
			who: number;
			late: number;
			twins: number;
			bot: boolean;
			odd: Odd;
	  }
	| { do: 'bounce'; who: number; days: number }
	| { do: 'send'; late: number }
	| { do: 'email'; late: boolean };

const who = fc.nat({ max: 5 });

const happening: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constantFrom('open' as const, 'click' as const, 'unsubscribe' as const),
			who,
			late,
			twins: fc.constantFrom(1, 1, 1, 2, 3),
			bot: fc.boolean(),
			odd,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('bounce' as const),
			who,
			days: fc.double({ min: 0, max: 6.9, noNaN: true }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('send' as const), late }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('email' as const), late: fc.boolean() }) },
];

// The list of e-mails knows no dates.
const possible = ({ event, startFrom }: Choice) => event !== 'newEmail' || startFrom !== 'date';
type Choice = { event: Event; startFrom: string };

export const schedule = fc
	.record({
		event: fc.constantFrom(...EVENTS),
		startFrom: fc.constantFrom(
			'now' as const,
			'now' as const,
			'beginning' as const,
			'date' as const,
		),
		traffic: fc.constantFrom('all' as const, 'human' as const),
		output: fc.constantFrom('record' as const, 'trackingEvent' as const),
		maxEvents: fc.constantFrom(1, 2, 5, 10_000),
		pageSize: fc.integer({ min: 8, max: 20 }),
		unknownCursor: fc.constantFrom('compare' as const, 'compare' as const, 'lookup' as const),
		nextOnLastPage: fc.constantFrom(
			'always' as const,
			'untilEmpty' as const,
			'onlyWhenMore' as const,
		),
		tieOrder: fc.constantFrom('stable' as const, 'shuffled' as const),
		...scheduleOf(happening),
	})
	.filter((plan) => possible(plan));
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;
