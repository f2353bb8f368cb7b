import type { IDataObject } from 'n8n-workflow';
import { directionOf } from './direction';
import type { Slice } from './pages';
import type { WatchedList } from './watchedList';

/** The size of a sample from all over a list that shows at which end it grows. */
const SURVEYED = 10;

/** Finds out where lists grow. @returns whether more than the slice was looked at */
export async function findDirection<R extends IDataObject>(
	list: WatchedList<R>,
	{ start, rows, total }: Slice<R>,
): Promise<boolean> {
	if (start > 0 || rows.length < total) {
		await survey(list, total);
		return true;
	}
	if (total >= SURVEYED) {
		list.shared.direction ??= directionOf(rows.map((row) => list.rows.recordedAt(row)));
	}
	return false;
}

/** Looks at records from all over a list. A piece of one does not show how it is sorted. */
export async function survey<R extends IDataObject>(
	list: WatchedList<R>,
	total: number,
): Promise<void> {
	const { shared } = list;
	while (shared.survey) await shared.survey.catch(() => undefined);
	if (list.isOrdered) return;
	shared.survey = lookAround(list, total).finally(() => (shared.survey = undefined));
	await shared.survey;
}

async function lookAround<R extends IDataObject>(
	list: WatchedList<R>,
	total: number,
): Promise<void> {
	const times: Array<number | undefined> = [];
	for (let place = 0; place < SURVEYED; place++) {
		const { rows } = await list.ask(Math.round((place * (total - 1)) / (SURVEYED - 1)), 1);
		times.push(rows[0] && list.rows.recordedAt(rows[0]));
	}
	list.shared.direction = directionOf(times) ?? list.shared.direction;
}
