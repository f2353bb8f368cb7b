import fc from 'fast-check';
import { odd, type Odd, scheduleOf } from '../steps';

/** What the trigger reports, with the sandbox's word for it. */
export const KINDS = {
	bounce: 'error',
	click: 'click',
	complaint: 'abuse',
	delivery: 'delivery',
	open: 'impression',
	unsubscribe: 'unsubscribe',
} as const;
export type Event = keyof typeof KINDS | 'emailing';
const EVENTS = [...Object.keys(KINDS), 'emailing'] as Event[];

export const SUBJECTS = [
	'email',
	'message',
	'oldMessage',
	'oldTemplate',
	'profile',
	'tags',
	'template',
] as const;

/** How late a row is written: part of what is usual, or of the horizon of its list; or it is dated ahead. */
export interface Late {
	of: 'no' | 'seconds' | 'minutes' | 'horizon' | 'more' | 'ahead';
	part: number;
}

/** What happens at the vendor. */
export type Step =
	| {
			do: 'event';
			isMs: boolean;
			which: number;
			place: number;
			late: Late;
			times: number;
			odd: Odd;
	  }
	/** So many that are equal in all that v1 shows. */
	| { do: 'equal'; which: number; late: Late; times: number }
	| { do: 'mailing'; isMs: boolean; destinations: number; late: Late }
	/** Every so many requests, one gets the page of a load balancer. */
	| { do: 'overload'; every: number | null }
	/** The access token works no longer with v1 to v3, or works again. */
	| { do: 'refuse'; isRefused: boolean }
	/** The workflow is published anew, with other events. */
	| { do: 'choose'; events: Event[] }
	| { do: 'pause'; minutes: number };

const late: fc.Arbitrary<Late> = fc.record({
	of: fc.constantFrom(
		...(['no', 'no', 'no', 'seconds', 'minutes', 'horizon', 'horizon', 'more', 'ahead'] as const),
	),
	part: fc.integer({ min: 0, max: 100 }),
});
const which = fc.nat({ max: 40 });
const isMs = fc.boolean();
const times = fc.constantFrom(1, 1, 2, 7);

const happening: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 9,
		arbitrary: fc.record({
			do: fc.constant('event' as const),
			...{ isMs, which, place: which, late, times, odd },
		}),
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('equal' as const), which, late, times }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('mailing' as const),
			...{ isMs, destinations: fc.nat({ max: 4 }), late },
		}),
	},
];

/** What happens between polls, not within. */
const between: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('pause' as const),
			minutes: fc.oneof(
				{ weight: 4, arbitrary: fc.integer({ min: 3, max: 90 }) },
				{ weight: 2, arbitrary: fc.integer({ min: 90, max: 27 * 60 }) },
				{ weight: 1, arbitrary: fc.integer({ min: 1_440, max: 21 * 1_440 }) },
			),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('overload' as const),
			every: fc.constantFrom(null, null, 2, 5),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('refuse' as const), isRefused: fc.boolean() }),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('choose' as const),
			events: fc.subarray(EVENTS, { minLength: 1 }),
		}),
	},
];

/** On usual days, and before and in the hours in which the clock of Amsterdam is changed. */
const STARTS = [
	'2026-02-03T09:00:00Z',
	'2026-03-28T20:30:00Z',
	'2026-10-23T20:00:00Z',
	'2026-10-24T22:50:00Z',
	'2026-10-25T00:20:00Z',
].map((each) => Date.parse(each));

const zone = fc.constantFrom('Europe/Amsterdam' as const, 'UTC' as const);

export const schedule = fc.record({
	clock: fc.constantFrom(...STARTS),
	api: fc.constantFrom('account' as const, 'account' as const, 'emailing' as const, 'v1' as const),
	version: fc.constantFrom('v2', 'v3', 'v4', 'v4'),
	subject: fc.constantFrom(...SUBJECTS),
	product: fc.constantFrom('ms' as const, 'publisher' as const, 'both' as const),
	events: fc.subarray(EVENTS, { minLength: 1 }),
	startFrom: fc.constantFrom('now' as const, 'now' as const, 'beginning' as const, 'date' as const),
	output: fc.constantFrom('record' as const, 'trackingEvent' as const),
	maxEvents: fc.constantFrom(2, 5, 10_000),
	sweepHours: fc.constantFrom(1, 1, 2, 7, 24),
	/** As it is, and as the trigger is told. */
	zone,
	timeZone: zone,
	order: fc.constantFrom(...(['ascending', 'descending', 'byTime', 'unsorted'] as const)),
	emailingOrder: fc.constantFrom('ascending' as const, 'descending' as const),
	bounds: fc.constantFrom('inclusive' as const, 'exclusive' as const),
	fieldBounds: fc.constantFrom('asWritten' as const, 'exclusive' as const),
	prefixes: fc.constantFrom('both' as const, 'old' as const, 'new' as const),
	idKey: fc.constantFrom('documented' as const, 'ID' as const, 'id' as const),
	totalHonoured: fc.boolean(),
	limitShown: fc.constantFrom('kept' as const, 'asked' as const),
	pageCap: fc.constantFrom(null, null, 2, 3, 7),
	lateSeconds: fc.constantFrom(0, 0, 0, 40, 900, 7_200),
	idStep: fc.constantFrom(1, 2, 50),
	eventKey: fc.constantFrom('event' as const, 'type' as const, 'mixed' as const),
	eventData: fc.constantFrom('nested' as const, 'flat' as const),
	errorEvent: fc.constantFrom('failure' as const, 'error' as const),
	expiredJwt: fc.constantFrom(400 as const, 401 as const, 403 as const),
	overloadStatus: fc.constantFrom(503 as const, 504 as const),
	...scheduleOf([...happening, ...between], happening),
});
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;
