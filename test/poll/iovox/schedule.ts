import fc from 'fast-check';
import { late, odd, type Odd, scheduleOf } from '../steps';

export const EVENTS = [
	'newEmail',
	'sent',
	'read',
	'failed',
	'dispositionChanged',
	'conversation',
] as const;
export type Event = (typeof EVENTS)[number];

export const DISPOSITIONS = [
	'received',
	'queued',
	'sent',
	'noMxRecord',
	'undeliverable',
	'no_rules',
	'rule_error',
	'expired',
	'received_bounced',
] as const;

/** What becomes of mails. */
export type Step =
	| { do: 'mail'; late: number; times: number; link: number; delivered: boolean; odd: Odd }
	| { do: 'reply'; which: number }
	| { do: 'moveOn'; which: number; times: number; way: number; late: number }
	| { do: 'read'; which: number; times: number; late: number }
	| { do: 'days'; days: number }
	/** A mail comes to the end of the look-back, and past it by so many minutes. */
	| { do: 'edge'; which: number; minutes: number };

const which = fc.nat({ max: 40 });
const times = fc.constantFrom(1, 1, 2, 7);

const happening: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('mail' as const),
			late,
			times,
			link: fc.nat({ max: 3 }),
			delivered: fc.boolean(),
			odd,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('reply' as const), which }) },
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constant('moveOn' as const),
			which,
			times,
			way: fc.nat({ max: 7 }),
			late,
		}),
	},
	{ weight: 5, arbitrary: fc.record({ do: fc.constant('read' as const), which, times, late }) },
];

/** Time passes between polls, not within. */
const pause: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('edge' as const),
			which,
			minutes: fc.integer({ min: -10, max: 90 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('days' as const),
			days: fc.integer({ min: 1, max: 12 }),
		}),
	},
];

export const schedule = fc
	.record({
		event: fc.constantFrom(...EVENTS),
		dispositions: fc.subarray([...DISPOSITIONS], { minLength: 1 }),
		startFrom: fc.constantFrom(
			'now' as const,
			'now' as const,
			'beginning' as const,
			'date' as const,
		),
		output: fc.constantFrom('record' as const, 'trackingEvent' as const),
		maxEvents: fc.constantFrom(1, 2, 5, 10_000),
		lookBackDays: fc.constantFrom(1, 7, 30),
		isFiltered: fc.boolean(),
		totalPages: fc.constantFrom('all' as const, 'left' as const),
		totalResults: fc.constantFrom('all' as const, 'call' as const),
		bounds: fc.constantFrom('inclusive' as const, 'exclusive' as const),
		missing: fc.constantFrom('low' as const, 'first' as const, 'last' as const),
		obeysOrder: fc.constantFrom(true, true, true, false),
		ties: fc.constantFrom('insertion' as const, 'random' as const),
		deliveryDateOfBounced: fc.constantFrom(true, true, false),
		readDates: fc.constantFrom('always' as const, 'always' as const, 'never' as const),
		pageCap: fc.constantFrom(null, null, 3, 8),
		...scheduleOf([...happening, ...pause], happening),
	})
	// Mails of one second that change places between pages cannot be told from ones that are gone.
	.filter(({ obeysOrder, ties }) => obeysOrder || ties === 'insertion')
	// A page that is cut off short then looks like the last one, in all that it says.
	.filter(
		({ pageCap, totalPages, totalResults }) =>
			pageCap === null || totalPages === 'all' || totalResults === 'all',
	);
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;
