import fc from 'fast-check';
import { late, odd, type Odd, scheduleOf } from '../steps';

export const EVENTS = ['delivered', 'opened', 'clicked', 'bounced', 'newMessage'] as const;
export type Event = (typeof EVENTS)[number];
export type Kind = 'delivery' | 'open' | 'click' | 'bounce';

/** What people do, and what the vendor does with it. */
export type Step =
	| {
			do: 'row';
			kind: Kind;
			message: number;
			who: number;
			late: number;
			times: number;
			odd: Odd;
	  }
	| { do: 'message'; recipients: number }
	| { do: 'schedule' | 'send' }
	| { do: 'archive'; kind: Kind; message: number; rows: number; grows: boolean }
	| { do: 'days'; days: number };

const kind = fc.constantFrom<Kind>('delivery', 'open', 'click', 'bounce');
const message = fc.nat({ max: 5 });

const happening: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constant('row' as const),
			kind,
			message,
			who: fc.nat({ max: 5 }),
			late,
			times: fc.constantFrom(1, 1, 1, 2, 7),
			odd,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('message' as const),
			recipients: fc.constantFrom(0, 1, 4),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constantFrom('schedule' as const, 'send' as const) }),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('archive' as const),
			kind,
			message,
			rows: fc.integer({ min: 1, max: 3 }),
			grows: fc.boolean(),
		}),
	},
];

/** Time passes between polls, not within. */
const pause: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('days' as const),
			days: fc.integer({ min: 1, max: 20 }),
		}),
	},
];

export const schedule = fc
	.record({
		event: fc.constantFrom(...EVENTS),
		startFrom: fc.constantFrom(
			'now' as const,
			'now' as const,
			'beginning' as const,
			'date' as const,
		),
		output: fc.constantFrom('record' as const, 'trackingEvent' as const),
		maxEvents: fc.constantFrom(1, 2, 5, 10_000),
		watchedDays: fc.constantFrom(2, 30, 180),
		isChosen: fc.boolean(),
		requestsAtOnce: fc.constantFrom(1, 4),
		order: fc.constantFrom('ascending' as const, 'descending' as const, 'byRecipient' as const),
		messageOrder: fc.constantFrom('ascending' as const, 'descending' as const),
		timestampFilter: fc.constantFrom(
			'actualSend' as const,
			'scheduled' as const,
			'dateAdded' as const,
		),
		deliverNames: fc.constantFrom('analogous' as const, 'own' as const),
		recipientIds: fc.constantFrom('siteWide' as const, 'perMessage' as const),
		listBody: fc.constantFrom('envelope' as const, 'envelope' as const, 'bare' as const),
		summaryAs: fc.constantFrom('numbers' as const, 'texts' as const),
		unsent: fc.constantFrom('null' as const, 'zero' as const, 'absent' as const),
		unsentListed: fc.boolean(),
		refusedToken: fc.constantFrom(401 as const, 403 as const),
		pageCap: fc.constantFrom(null, null, 3, 8),
		...scheduleOf([...happening, ...pause], happening),
	})
	.filter(possible);
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** What lies longer back than the vendor keeps it is nobody's to find. */
function possible({ steps }: { steps: unknown[] }) {
	return (steps as Array<{ days?: number }>).reduce((sum, { days = 0 }) => sum + days, 0) <= 140;
}
