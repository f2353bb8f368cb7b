import { type FaultKind, rowsUnder, totalUnder } from '../faults';
import { shownAs } from '../shownAs';
import type { Paging, Window } from './query';
import type { DeliveryRow, MessageRow } from './rows';
import { isSent, type Store } from './store';
import type { EncompassSwitches } from './switches';

/** A list as it is answered. */
export interface View {
	rows: readonly object[];
	/** The row as answers show it, where that is not as it is. */
	shown?: (row: object) => object;
	body: 'bare' | 'envelope';
}

/** The page, in an envelope with the summary or bare; damaged where the fault says so. */
export function pageBody(
	{ rows, shown, body }: View,
	paging: Paging,
	switches: EncompassSwitches,
	fault?: FaultKind,
): unknown {
	const whole = body === 'bare' && !switches.bareObeysPaging;
	const page = rowsUnder(
		whole ? rows : pageOf(rows, paging, switches, fault === 'samePage'),
		fault,
	);
	const data = page.map((row) => shownAs(row, shown?.(row)));
	const list = fault === 'notAList' ? { ...data } : data;
	if (body === 'bare') return list;
	const { maxResults, startAt } = paging;
	return {
		data: list,
		...summary({ maxResults, startAt, total: totalUnder(rows.length, fault) }, switches),
	};
}

function pageOf(
	rows: readonly object[],
	{ startAt, maxResults }: Paging,
	{ pageCap }: EncompassSwitches,
	fromStart: boolean,
): readonly object[] {
	const start = fromStart ? 0 : startAt;
	return rows.slice(start, start + Math.min(maxResults, pageCap ?? Infinity));
}

function summary(numbers: Record<string, number>, { summaryAs }: EncompassSwitches): object {
	if (summaryAs === 'numbers') return numbers;
	const texts = Object.entries(numbers).map(([name, value]) => [name, String(value)]);
	return Object.fromEntries(texts) as object;
}

/** The messages of the time asked for, in the vendor's order. */
export function messagesIn(
	{ from, to }: Window,
	store: Store,
	switches: EncompassSwitches,
): MessageRow[] {
	return store.servedMessages(switches.messageOrder).filter((row) => {
		if (!switches.unsentListed && !isSent(row)) return false;
		const time = filteredTime(row, switches);
		return time >= from && time <= to;
	});
}

function filteredTime(row: MessageRow, { timestampFilter }: EncompassSwitches): number {
	switch (timestampFilter) {
		case 'actualSend':
			return row.actualSendTimestamp ?? row.scheduledDateTimestamp;
		case 'scheduled':
			return row.scheduledDateTimestamp;
		case 'dateAdded':
			return row.dateAdded;
	}
}

export function shownMessage(row: MessageRow, { unsent }: EncompassSwitches): object {
	if (isSent(row) || unsent === 'null') return row;
	if (unsent === 'zero') return { ...row, actualSendTimestamp: 0 };
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'actualSendTimestamp'));
}

/** A delivery in names of its own. */
export function ownDelivery({ id, recipientId, timestamp, dateAdded }: DeliveryRow): object {
	return { deliverId: id, recipientId, timestamp, dateAdded };
}
