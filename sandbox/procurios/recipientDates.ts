import { secondsOf, vendorDate } from './dates';
import type { RecipientRow } from './rows';

/** The dates of a recipient that events fill in. */
export type RecipientDate =
	| 'firstOpen'
	| 'firstBotOpen'
	| 'firstClick'
	| 'firstBotClick'
	| 'unsubscribed'
	| 'bounced';

const BY_PEOPLE: readonly RecipientDate[] = ['firstOpen', 'firstClick', 'unsubscribed', 'bounced'];
const BY_BOTS: readonly RecipientDate[] = ['firstBotOpen', 'firstBotClick'];

export function isByBot(name: RecipientDate): boolean {
	return BY_BOTS.includes(name);
}

/** The latest of the record's dates and the one given. */
export function latestDate(row: RecipientRow, atLeast: string, countBots: boolean): string {
	const names = countBots ? [...BY_PEOPLE, ...BY_BOTS] : BY_PEOPLE;
	return names.reduce((latest, name) => later(latest, row[name] ?? latest), atLeast);
}

export function later(a: string, b: string): string {
	return a > b ? a : b;
}

/** The same with each date in the vendor's form. @throws Error for what is no date */
export function withVendorDates(row: Partial<RecipientRow>): Partial<RecipientRow> {
	const copy: Partial<RecipientRow> = { ...row };
	for (const name of ['sent', 'lastUpdate', ...BY_PEOPLE, ...BY_BOTS] as const) {
		const value = copy[name];
		if (typeof value === 'string') copy[name] = vendorDate(secondsOf(value));
	}
	return copy;
}
