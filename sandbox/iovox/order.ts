import type { OrderKey } from './query';
import type { Mail } from './store';
import { valueOf } from './shown';
import type { IovoxSwitches } from './switches';

export interface Part {
	/** Indices of the rows that are wanted, in the order asked for; `end` is not included. */
	start: number;
	end: number;
	switches: IovoxSwitches;
	/** Decides how random ties fall. */
	seed: number;
}

/**
 * Part of the mails in the order asked for. Where that begins with the time of receiving, only the
 * part is sorted, and not all.
 *
 * @param mails by the time of receiving, up
 */
export function inOrder(mails: readonly Mail[], order: readonly OrderKey[], part: Part): Mail[] {
	const compare = comparison(order, part);
	const { start, end } = part;
	const [first] = order;
	if (first?.field !== 'receive_date') return [...mails].sort(compare).slice(start, end);
	const byTime = first.descending ? [...mails].reverse() : mails;
	// Mails of one second can be in any order, also those that are beyond an end of the part.
	const from = edge(byTime, Math.min(start, mails.length), -1);
	const to = edge(byTime, Math.min(end, mails.length), 1);
	const sorted = byTime.slice(from, to).sort(compare);
	return sorted.slice(start - from, end - from);
}

/** The next index, in steps, at which a new second begins. */
function edge(mails: readonly Mail[], index: number, step: number): number {
	let at = index;
	const timeAt = (place: number) => mails[place]?.row.receive_date;
	while (at > 0 && at < mails.length && timeAt(at - 1) === timeAt(at)) at += step;
	return at;
}

function comparison(order: readonly OrderKey[], { switches, seed }: Part) {
	const place = (number: number) => (switches.ties === 'random' ? mixed(number, seed) : number);
	return (a: Mail, b: Mail): number => {
		for (const { field, descending } of order) {
			const [left, right] = [valueOf(a.row, field, switches), valueOf(b.row, field, switches)];
			if (left === right) continue;
			if (left === undefined) return missing(switches, descending);
			if (right === undefined) return -missing(switches, descending);
			return left < right === descending ? 1 : -1;
		}
		return place(a.number) - place(b.number);
	};
}

/** Where a row without the field goes, compared with one that has it. */
function missing(switches: IovoxSwitches, descending: boolean): number {
	switch (switches.missing) {
		case 'first':
			return -1;
		case 'last':
			return 1;
		case 'low':
			return descending ? 1 : -1;
	}
}

/** A number that looks random, and is the same for the same two. */
function mixed(number: number, seed: number): number {
	let value = Math.imul(number ^ Math.imul(seed + 1, 0x9e3779b9), 0x85ebca6b);
	value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
	return (value ^ (value >>> 16)) >>> 0;
}
