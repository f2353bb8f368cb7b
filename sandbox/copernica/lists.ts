import { noEntity, invalidValue } from './body';
import { destinationOf, idOf, mailingOf, viewOf, type Call, type ProductCall } from './call';
import { applyFields } from './conditions';
import { pageOf } from './page';
import { applyDays, applyEmailingPeriod } from './period';
import type { DestinationRecord, EmailingRecord } from './rows';
import { Selection } from './selection';
import {
	shownDestination,
	shownEmailing,
	shownProfile,
	shownSubprofile,
	unsubscribedOf,
} from './shown/others';

/** Whose emailings and destinations are asked for, where it is not the account. */
export type Person = 'profile' | 'subprofile';

export function emailings(call: ProductCall, person?: Person): object {
	const { own, switches } = call;
	const selection = emailingsSelected(call);
	if (person !== undefined) {
		const sent = new Set(messagesTo(call, person).map((row) => row.emailing));
		selection.add(({ id }) => sent.has(id));
	}
	const found = own.emailings.select(selection, { ...viewOf(call), order: 'byTime' });
	const isUp = switches.emailingOrder === 'ascending';
	return pageOf(call, isUp ? found : [...found].reverse(), shownEmailing(call, 'list'));
}

/** Publisher can leave out what a profile got by its subprofiles. */
function messagesTo(call: ProductCall, person: Person): readonly DestinationRecord[] {
	const selection = new Selection<DestinationRecord>(call.switches.zone);
	const canLeaveOut = call.product === 'publisher' && person === 'profile';
	if (canLeaveOut && call.parameters.boolean('include_subprofiles') === false) {
		selection.add((row) => row.subprofile === null);
	}
	return destinationsOf(call, person, selection);
}

const YES_NO_BOTH = ['yes', 'no', 'both'] as const;

function emailingsSelected(call: ProductCall): Selection<EmailingRecord> {
	const { parameters, own, product, switches } = call;
	const type = parameters.choice('type', ['mass', 'individual', 'both', 'splitrun', 'abtest']);
	const followups = parameters.choice('followups', YES_NO_BOTH);
	const test = product === 'publisher' ? parameters.choice('test', YES_NO_BOTH) : undefined;
	const least = parameters.whole('mindestinations') ?? 0;
	const most = parameters.whole('maxdestinations') ?? Infinity;
	const selection = new Selection<EmailingRecord>(switches.zone);
	applyEmailingPeriod(selection, parameters, switches);
	selection.add((row) => isOfType(row, type) && fits(row.followup, followups));
	selection.add((row) => fits(row.test, test));
	selection.add((row) => {
		const size = own.mailingOf({ emailing: row.id }).destinations.length;
		return size >= least && size <= most;
	});
	return selection;
}

/** Tests and split runs go to many, too. */
function isOfType(row: EmailingRecord, type: string | undefined): boolean {
	if (type === undefined || type === 'both') return true;
	return type === 'mass' ? row.type !== 'individual' : row.type === type;
}

function fits(is: boolean, asked: (typeof YES_NO_BOTH)[number] | undefined): boolean {
	return asked === undefined || asked === 'both' || is === (asked === 'yes');
}

export function emailing(call: ProductCall): object {
	const shown = shownEmailing(call, 'single')(mailingOf(call).row);
	return call.switches.emailingInData ? { data: shown } : shown;
}

/** The destinations of the account, by days. */
export function destinations(call: ProductCall): object {
	const { parameters, own, switches } = call;
	if (switches.destinationsPeriod === 'required') {
		for (const name of ['from', 'to']) {
			if (parameters.text(name) === undefined) throw invalidValue(name);
		}
	}
	const selection = new Selection<DestinationRecord>(switches.zone);
	applyDays(selection, parameters, switches);
	applyUnsubscribed(selection, call);
	const found = own.destinations.select(selection, viewOf(call));
	return pageOf(call, found, shownDestination(call, 'account'));
}

/** The destinations of an emailing, a profile or a subprofile. */
export function someDestinations(call: ProductCall, of: 'emailing' | Person): object {
	const { parameters, switches } = call;
	const selection = new Selection<DestinationRecord>(switches.zone);
	applyFields(selection, parameters.fields, { timestampsent: 'time' }, switches);
	if (of !== 'emailing') return listed(call, destinationsOf(call, of, selection));
	applyUnsubscribed(selection, call);
	return listed(call, mailingOf(call).destinations.select(selection, viewOf(call)));
}

function listed(call: ProductCall, rows: readonly DestinationRecord[]): object {
	return pageOf(call, rows, shownDestination(call, 'others'));
}

/** @throws Refusal when there is no such person */
function destinationsOf(
	call: ProductCall,
	person: Person,
	selection: Selection<DestinationRecord>,
): readonly DestinationRecord[] {
	const id = idOf(call);
	if (call.store[`${person}s`].get(id) === undefined) throw noEntity();
	selection.add((row) => row[person] === id);
	return call.own.destinations.select(selection, viewOf(call));
}

/** The parameter is spelt with a capital, and only Marketing Suite has it. */
function applyUnsubscribed(selection: Selection<DestinationRecord>, call: ProductCall): void {
	if (call.product !== 'ms' || !call.parameters.boolean('Unsubscribed')) return;
	const unsubscribed = unsubscribedOf(call);
	selection.add(({ id }) => unsubscribed.has(id));
}

export function destination(call: ProductCall): object {
	return shownDestination(call, 'single')(destinationOf(call));
}

export function profile(call: Call): object {
	const row = call.store.profiles.get(idOf(call));
	if (row === undefined) throw noEntity();
	return shownProfile(row, call);
}

export function subprofile(call: Call): object {
	const row = call.store.subprofiles.get(idOf(call));
	if (row === undefined) throw noEntity();
	return shownSubprofile(row, call);
}
