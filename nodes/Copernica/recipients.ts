import { type IDataObject, UserError } from 'n8n-workflow';
import { mailboxAddress } from '../shared/values/address';
import type { Ask, Enrich, FieldReader } from '../shared/feed';
import { isObject } from '../shared/values/json';
import { pathSegment } from '../shared/values/pathSegment';
import { idOrNull, text } from '../shared/event';
import { isOfEmailing, pathOfProduct, type Product, versionOf } from './products';
import { readObject } from './records';
import { addRecipient, addressField } from './resources/fields';

/** Who it was: null throughout where the account does not know the person any more. */
interface Person {
	readonly profile: string | null;
	readonly subprofile: string | null;
}

/**
 * "Add Recipient": the address behind an event or a destination. No row of today's API has it: the
 * destination names the profile where the row does not, and the profile has the address.
 */
export function enrichmentOf(
	fields: FieldReader,
	product: Product,
): Enrich<IDataObject> | undefined {
	const field = addressField.in(fields);
	if (!addRecipient.in(fields)) return undefined;
	return async (record, ask) => {
		const person = await personOf(record, fields, product, ask);
		const email = await addressOf(person, fields, field, ask);
		return { ...record, recipient: { email, ...person } };
	};
}

async function personOf(
	record: IDataObject,
	fields: FieldReader,
	product: Product,
	ask: Ask,
): Promise<Person> {
	const named = peopleIn(record);
	const isKnown = named.profile !== null || named.subprofile !== null;
	// Since v3, rows of the whole account of Marketing Suite name nobody; maybe by empty fields.
	const namesPeople = product === 'publisher' || isOfEmailing(fields) || versionOf(fields) === 'v2';
	const isWhole = 'profile' in record && namesPeople;
	if (isKnown || isWhole) return named;
	return (await destinationOf(record, fields, product, ask)) ?? named;
}

const peopleIn = ({ profile, subprofile }: IDataObject): Person => ({
	profile: idOrNull(profile),
	subprofile: idOrNull(subprofile),
});

async function destinationOf(
	{ destination }: IDataObject,
	fields: FieldReader,
	product: Product,
	ask: Ask,
): Promise<Person | undefined> {
	const id = idOrNull(destination);
	if (id === null) return undefined;
	const path = `${pathOfProduct(fields, product)}/destination/${pathSegment(id, 'Destination')}`;
	return await ask({ path }, (body) =>
		peopleIn(readObject(body, 'destination', ['profile', 'subprofile', 'ID', 'id'])),
	);
}

/**
 * Somebody who is reached by a subprofile may have the address there, or, where its collection has no
 * field for it, in the profile. Copernica: undocumented; one whose field is empty is another person.
 */
async function addressOf(
	{ subprofile, profile }: Person,
	fields: FieldReader,
	field: string,
	ask: Ask,
): Promise<string | null> {
	for (const [kind, id] of Object.entries({ subprofile, profile })) {
		if (id === null) continue;
		const request = { path: `/${versionOf(fields)}/${kind}/${pathSegment(id, 'Profile')}` };
		const answer = await ask(request, (body) => ({ fields: fieldsIn(body) }));
		if (answer === undefined) continue;
		// A collection has fields of its own, beside those of its database.
		const isHere = kind === 'profile' || field === '';
		if (!isHere && named(field, Object.keys(answer.fields)) === undefined) continue;
		const address = addressIn(answer, field);
		if (address !== undefined) return address;
	}
	return null;
}

const QUALIFIER = [
	...['private', 'prive', 'personal', 'persoonlijk', 'own', 'eigen', 'home', 'thuis'],
	...['work', 'werk', 'business', 'zakelijk', 'office', 'kantoor', 'company', 'bedrijf'],
	...['primary', 'primair', 'main', 'hoofd', 'default', 'standaard', 'contact'],
	...['customer', 'klant', 'client', 'user', 'gebruiker', 'member', 'lid', 'subscriber', 'abonnee'],
].join('|');
/** The whole name of a field: that of a manager, a parent or a friend is another's. */
const QUALIFIED = new RegExp(
	`^(?:${QUALIFIER})?e?mail(?:add?ress?e?)?(?:${QUALIFIER})?[0-9]{0,2}$`,
);

/** What databases call the field, without `-`, `_` and blanks, most likely first; the customer names it. */
const USUAL_NAMES = [/^email$/, /^emailadd?ress?e?$/, /^mail(?:add?ress?e?)?$/, QUALIFIED];

/**
 * The address of a profile or subprofile: null where it is empty or not sure, undefined where there is
 * no field for it.
 * @param field its name in the database; '' where it is to be found
 * @throws UserError where the database does not have the field
 */
export function addressIn(answer: unknown, field: string): string | null | undefined {
	const values = fieldsIn(answer);
	const name = addressFieldIn(Object.keys(values), field);
	if (name === undefined) return undefined;
	const value = name === null ? null : text(values[name]);
	return value === null ? null : (mailboxAddress(value) ?? null);
}

/**
 * The field with the address, by its name alone: what another field holds, may be somebody else's.
 * @returns undefined where there is none, null where it is not sure which it is
 */
function addressFieldIn(names: readonly string[], field: string): string | null | undefined {
	if (field !== '' && names.length > 0) {
		const found = named(field, names);
		if (found !== undefined) return found;
		throw new UserError(`No field "${field}" is in the database of a recipient`, {
			description: `It has ${names.slice(0, 20).join(', ')}. Set E-Mail Field in the options to one of them.`,
		});
	}
	for (const pattern of USUAL_NAMES) {
		const found = names.filter((name) => pattern.test(name.toLowerCase().replace(/[-_()\s]/g, '')));
		if (found.length > 0) return found.length === 1 ? found[0] : null;
	}
	return undefined;
}

/**
 * The name as the database spells it, in whatever case it was typed.
 * @throws UserError where two differ in nothing but case, and neither is as typed
 */
function named(typed: string, names: readonly string[]): string | undefined {
	if (names.includes(typed)) return typed;
	const found = names.filter((name) => name.toLowerCase() === typed.toLowerCase());
	if (found.length < 2) return found[0];
	throw new UserError(`E-Mail Field "${typed}" may be any of ${found.join(', ')}`, {
		description:
			'The database of a recipient has all of them. Enter one of them, with its capitals.',
	});
}

// Copernica: undocumented; one page shows removed profiles without fields.
function fieldsIn(answer: unknown): Readonly<Record<string, unknown>> {
	const { fields } = readObject(answer, 'profile', ['fields']);
	return isObject(fields) ? fields : {};
}
