import type { Parameters } from './parameters';
import type { Written } from './rows';
import type { Selection } from './selection';
import type { CopernicaSwitches } from './switches';

const DAY_MS = 86_400_000;
/** All times are whole seconds. */
const SECOND_MS = 1000;

/** `begintime` and `endtime`. @throws Refusal for what is no time */
export function applyEventPeriod<Row extends Written>(
	selection: Selection<Row>,
	parameters: Parameters,
	{ bounds }: CopernicaSwitches,
): void {
	const shift = bounds === 'inclusive' ? 0 : SECOND_MS;
	const from = parameters.time('begintime');
	const to = parameters.time('endtime');
	if (from !== undefined) selection.narrow('time', { low: from + shift });
	if (to !== undefined) selection.narrow('time', { high: to - shift });
}

/** `fromdate`, which one client found to include its second, and `todate`. @throws Refusal */
export function applyEmailingPeriod<Row extends Written>(
	selection: Selection<Row>,
	parameters: Parameters,
	{ bounds }: CopernicaSwitches,
): void {
	const shift = bounds === 'inclusive' ? 0 : SECOND_MS;
	const to = parameters.time('todate');
	selection.narrow('time', { low: parameters.time('fromdate') });
	if (to !== undefined) selection.narrow('time', { high: to - shift });
}

/** The days `from` and `to`. @throws Refusal when they are no dates */
export function applyDays<Row extends Written>(
	selection: Selection<Row>,
	parameters: Parameters,
	{ bounds }: CopernicaSwitches,
): void {
	const lastDay = bounds === 'inclusive' ? DAY_MS : 0;
	const to = parameters.date('to');
	selection.narrow('time', { low: parameters.date('from') });
	if (to !== undefined) selection.narrow('time', { high: to + lastDay - SECOND_MS });
}
