import fc from 'fast-check';

/** What one answer says of the time: so many seconds off, some text, or nothing. */
export type WrongDate = number | string | null;

const HOUR = 3_600;
const DAY = 24 * HOUR;
const wrongDate = fc.constantFrom<WrongDate>(
	...[90, 2 * HOUR, 15 * DAY, 32 * DAY],
	...[-90, -2 * HOUR, -15 * DAY],
	...['Fri, 01 Jan 2016 00:00:00 GMT', '0', null],
);

/** What happens in n8n, and between it and the vendor, in any model. */
export type CommonStep =
	| { do: 'wait'; seconds: number }
	| { do: 'tick' | 'twoTicks' | 'restart' | 'republish' | 'revoke' | 'putBack' }
	| { do: 'wrongDate'; after: number; date: WrongDate }
	| { do: 'outage'; after: number; requests: number; kind: 'status' | 'drop' | 'cut' };

export const commonSteps: Array<fc.WeightedArbitrary<CommonStep>> = [
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
			do: fc.constant('wrongDate' as const),
			after: fc.nat({ max: 3 }),
			date: wrongDate,
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
];

/** In seconds: late by less than the overlap, or dated ahead of all clocks. */
export const late = fc.oneof(
	{ weight: 9, arbitrary: fc.constant(0) },
	{ weight: 3, arbitrary: fc.integer({ min: 1, max: 115 }) },
	{ weight: 1, arbitrary: fc.constantFrom(-150, -2_900) },
);

/** What of a record cannot be read, where anything cannot. */
export type Odd = 'time' | 'id' | undefined;

export const odd = fc.oneof(
	{ weight: 14, arbitrary: fc.constant<Odd>(undefined) },
	{ weight: 1, arbitrary: fc.constantFrom<Odd>('time', 'id') },
);

/** What all schedules have, whatever happens at the vendor. */
export const scheduleOf = <S>(
	happening: Array<fc.WeightedArbitrary<S>>,
	/** What can happen while a page is asked for. */
	atOnce = happening,
) => ({
	/** With the other server's clock, none is more than ten minutes behind: such a one is not believed. */
	skewSeconds: fc.constantFrom(0, 0, 0, 600, -500),
	dateHeader: fc.boolean(),
	/** Where it has two servers, so far is the clock of every second answer off, in seconds. */
	otherClock: fc.constantFrom(0, 0, 0, -90, 90),
	/** What the first answer says, where that is wrong. */
	firstDate: fc.option(wrongDate, { freq: 2, nil: undefined }),
	seed: fc.integer({ min: 1, max: 50 }),
	failsAtFirst: fc.constantFrom(0, 0, 0, 5, 10),
	steps: fc.array(
		fc.oneof<Array<fc.WeightedArbitrary<S | CommonStep>>>(...happening, ...commonSteps),
		{
			minLength: 4,
			maxLength: 28,
		},
	),
	/** What people do while a page is asked for, so many requests after the last such thing. */
	meanwhile: fc.array(
		fc.record({
			requests: fc.integer({ min: 1, max: 6 }),
			step: fc.oneof<Array<fc.WeightedArbitrary<S>>>(...atOnce),
		}),
		{ maxLength: 6 },
	),
});

/** A schedule as `play` needs it. */
export interface Plan<S> {
	readonly otherClock: number;
	readonly firstDate: WrongDate | undefined;
	readonly failsAtFirst: number;
	readonly steps: ReadonlyArray<S | CommonStep>;
	readonly meanwhile: ReadonlyArray<{ requests: number; step: S }>;
}
