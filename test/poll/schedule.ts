import fc from 'fast-check';

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

/** Something that happens at the vendor, in n8n or between them. */
export type Step =
	| { do: 'wait'; seconds: number }
	| { do: 'open' | 'click' | 'unsubscribe'; who: number; late: number; twins: number; bot: boolean }
	| { do: 'bounce'; who: number; days: number }
	| { do: 'send'; late: number }
	| { do: 'email'; late: boolean }
	| { do: 'tick' | 'twoTicks' | 'restart' | 'republish' | 'revoke' | 'putBack' }
	| { do: 'outage'; after: number; requests: number; kind: 'status' | 'drop' | 'cut' };

/** Late by less than the overlap, and dated to the second. */
const late = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(0) },
	{ weight: 1, arbitrary: fc.integer({ min: 1, max: 115 }) },
);
const who = fc.nat({ max: 5 });

/** What people do. */
const happening: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constantFrom('open' as const, 'click' as const, 'unsubscribe' as const),
			who,
			late,
			twins: fc.constantFrom(1, 1, 1, 2, 3),
			bot: fc.boolean(),
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

const step: fc.Arbitrary<Step> = fc.oneof(
	...happening,
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.nat({ max: 150 }) }),
	},
	{ weight: 5, arbitrary: fc.constant({ do: 'tick' as const }) },
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constantFrom(
				'twoTicks' as const,
				'restart' as const,
				'republish' as const,
				'revoke' as const,
				'putBack' as const,
			),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('outage' as const),
			after: fc.nat({ max: 3 }),
			requests: fc.constantFrom(1, 5, 10),
			kind: fc.constantFrom('status' as const, 'drop' as const, 'cut' as const),
		}),
	},
);

/** What people do while a page is asked for, so many requests after the last such thing. */
const meanwhile = fc.record({
	requests: fc.integer({ min: 1, max: 6 }),
	step: fc.oneof(...happening),
});

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
		skewSeconds: fc.constantFrom(0, 0, 0, 600, -600),
		unknownCursor: fc.constantFrom('compare' as const, 'compare' as const, 'lookup' as const),
		nextOnLastPage: fc.constantFrom(
			'always' as const,
			'untilEmpty' as const,
			'onlyWhenMore' as const,
		),
		tieOrder: fc.constantFrom('stable' as const, 'shuffled' as const),
		dateHeader: fc.boolean(),
		seed: fc.integer({ min: 1, max: 50 }),
		failsAtFirst: fc.constantFrom(0, 0, 0, 5, 10),
		steps: fc.array(step, { minLength: 4, maxLength: 28 }),
		meanwhile: fc.array(meanwhile, { maxLength: 6 }),
	})
	.filter((plan) => possible(plan));
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;
