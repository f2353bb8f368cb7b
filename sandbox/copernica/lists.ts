import { noEntity, invalidValue } from './body';
import { destinationOf, idOf, mailingOf, visibleUntil, type Call, type ProductCall } from './call';
import { conditionsOf, type Condition } from './conditions';
import { pageOf } from './page';
import { dayPeriod, emailingPeriod } from './period';
import type { DestinationRecord, EmailingRecord } from './rows';
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
	const until = visibleUntil(call);
	const conditions = emailingFilters(call);
	const sent = person === undefined ? undefined : emailingsOf(call, person);
	const found = [...own.emailings.in('byTime', until)].filter(
		(row) =>
			(sent === undefined || sent.has(row.id)) && conditions.every((condition) => condition(row)),
	);
	if (switches.emailingOrder === 'descending') found.reverse();
	return pageOf(call, found, shownEmailing(call, 'list'));
}

const YES_NO_BOTH = ['yes', 'no', 'both'] as const;

function emailingFilters(call: ProductCall): Array<Condition<EmailingRecord>> {
	const { parameters, own, product, switches } = call;
	const type = parameters.choice('type', ['mass', 'individual', 'both', 'splitrun', 'abtest']);
	const followups = parameters.choice('followups', YES_NO_BOTH);
	const test = product === 'publisher' ? parameters.choice('test', YES_NO_BOTH) : undefined;
	const least = parameters.whole('mindestinations') ?? 0;
	const most = parameters.whole('maxdestinations') ?? Infinity;
	const size = ({ id }: EmailingRecord) => own.mailing(id)?.destinations.length ?? 0;
	return [
		...emailingPeriod<EmailingRecord>(parameters, switches),
		(row) => isOfType(row, type),
		({ followup }) => fits(followup, followups),
		(row) => fits(row.test, test),
		(row) => size(row) >= least && size(row) <= most,
	];
}

/** Tests and split runs go to many, too. */
function isOfType(row: EmailingRecord, type: string | undefined): boolean {
	if (type === undefined || type === 'both') return true;
	return type === 'mass' ? row.type !== 'individual' : row.type === type;
}

function fits(is: boolean, asked: (typeof YES_NO_BOTH)[number] | undefined): boolean {
	return asked === undefined || asked === 'both' || is === (asked === 'yes');
}

function emailingsOf(call: ProductCall, person: Person): Set<number> {
	return new Set(destinationsOf(call, person).map((row) => row.emailing));
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
	const rows = own.destinations.in(switches.order, visibleUntil(call));
	const conditions = [...dayPeriod(parameters, switches), ...onlyUnsubscribed(call)];
	const found = rows.filter((row) => conditions.every((condition) => condition(row)));
	return pageOf(call, found, shownDestination(call, 'account'));
}

/** The destinations of an emailing, a profile or a subprofile. */
export function someDestinations(call: ProductCall, of: 'emailing' | Person): object {
	const { parameters, switches } = call;
	const rows =
		of === 'emailing'
			? mailingOf(call).destinations.in(switches.order, visibleUntil(call))
			: destinationsOf(call, of);
	const conditions = [
		...conditionsOf<DestinationRecord>(parameters.fields, { timestampsent: 'time' }, switches),
		...(of === 'emailing' ? onlyUnsubscribed(call) : []),
	];
	const found = rows.filter((row) => conditions.every((condition) => condition(row)));
	return pageOf(call, found, shownDestination(call, 'others'));
}

function destinationsOf(call: ProductCall, person: Person): DestinationRecord[] {
	const id = idOf(call);
	const { store, own, switches } = call;
	if (!store[`${person}s`].has(id)) throw noEntity();
	const rows = own.destinations.in(switches.order, visibleUntil(call));
	return rows.filter((row) => row[person] === id);
}

/** The parameter is spelt with a capital, and only Marketing Suite has it. */
function onlyUnsubscribed(call: ProductCall): Array<Condition<DestinationRecord>> {
	if (call.product !== 'ms' || !call.parameters.boolean('Unsubscribed')) return [];
	const unsubscribed = unsubscribedOf(call);
	return [({ id }) => unsubscribed.has(id)];
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
