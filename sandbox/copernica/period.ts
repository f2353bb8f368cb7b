import type { Condition } from './conditions';
import type { Parameters } from './parameters';
import type { Written } from './rows';
import type { CopernicaSwitches } from './switches';
import { wallTime } from './time';

const DAY_MS = 86_400_000;

/** `begintime` and `endtime`. @throws Refusal for what is no time */
export function eventPeriod<Row extends Written>(
	parameters: Parameters,
	switches: CopernicaSwitches,
): Array<Condition<Row>> {
	const inclusive = switches.bounds === 'inclusive';
	return within(switches, {
		from: parameters.time('begintime'),
		includesFrom: inclusive,
		to: parameters.time('endtime'),
		includesTo: inclusive,
	});
}

/** `fromdate`, which one client found to include its second, and `todate`. @throws Refusal */
export function emailingPeriod<Row extends Written>(
	parameters: Parameters,
	switches: CopernicaSwitches,
): Array<Condition<Row>> {
	return within(switches, {
		from: parameters.time('fromdate'),
		includesFrom: true,
		to: parameters.time('todate'),
		includesTo: switches.bounds === 'inclusive',
	});
}

/** The days `from` and `to`. @throws Refusal when they are no dates, or missing but required */
export function dayPeriod<Row extends Written>(
	parameters: Parameters,
	switches: CopernicaSwitches,
): Array<Condition<Row>> {
	const to = parameters.date('to');
	const lastDay = switches.bounds === 'inclusive' ? DAY_MS : 0;
	return within(switches, {
		from: parameters.date('from'),
		includesFrom: true,
		to: to === undefined ? undefined : to + lastDay,
		includesTo: false,
	});
}

interface Bounds {
	/** Wall times. */
	from?: number;
	includesFrom: boolean;
	to?: number;
	includesTo: boolean;
}

function within<Row extends Written>(
	{ zone }: CopernicaSwitches,
	{ from, includesFrom, to, includesTo }: Bounds,
): Array<Condition<Row>> {
	if (from === undefined && to === undefined) return [];
	const [low, high] = [from ?? -Infinity, to ?? Infinity];
	return [
		({ timestamp }) => {
			const time = wallTime(timestamp, zone);
			return (includesFrom ? time >= low : time > low) && (includesTo ? time <= high : time < high);
		},
	];
}
