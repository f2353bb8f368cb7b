import { DateTime } from 'luxon';

import type { Call } from '../call';

/** Moments in milliseconds since 1970; `to` is not included. */
export interface Period {
	from: number;
	to: number;
}

/**
 * The time that v1 events are asked for: days of UTC, at most a month of them. Without a period it
 * is the month after a message was sent, else the last one.
 *
 * @param sent when the message was sent that is asked for
 * @throws Refusal for what is no date
 */
export function periodOf({ parameters, switches, now }: Call, sent: number | undefined): Period {
	const start = parameters.date('start');
	const end = parameters.date('end');
	const days = switches.maxPeriodDays;
	if (start !== undefined) {
		return { from: start, to: Math.min(end ?? Infinity, later(start, days)) };
	}
	if (end !== undefined) return { from: earlier(end, days), to: end };
	if (sent !== undefined) return { from: sent, to: later(sent, days) };
	// What happened in this second has happened.
	return { from: earlier(now(), days), to: now() + 1000 };
}

function later(moment: number, days: number | null): number {
	return DateTime.fromMillis(moment, { zone: 'utc' }).plus(duration(days)).toMillis();
}

function earlier(moment: number, days: number | null): number {
	return DateTime.fromMillis(moment, { zone: 'utc' }).minus(duration(days)).toMillis();
}

const duration = (days: number | null) => (days === null ? { months: 1 } : { days });
