import { type IDataObject, UserError } from 'n8n-workflow';
import type { Ask, Enrich, FieldReader } from '../shared/feed';
import { isOn, textField } from '../shared/fields';
import { isObject } from '../shared/json';
import { pathSegment } from '../shared/pathSegment';
import { isOfEmailing, pathOfProduct, type Product, versionOf } from './products';
import { idOrNull, readObject } from './records';

/** Who it was: null throughout where the account does not know the person any more. */
interface Person {
	readonly profile: string | null;
	readonly subprofile: string | null;
}

export const addsRecipient = (fields: FieldReader): boolean =>
	isOn(fields, 'options.addRecipient', 'Add Recipient');

/**
 * "Add Recipient": the address behind an event or a destination. No row of today's API has it: the
 * destination names the profile where the row does not, and the profile has the address.
 */
export function enrichmentOf(
	fields: FieldReader,
	product: Product,
): Enrich<IDataObject> | undefined {
	const addressField = textField(fields, 'options.addressField', 'E-Mail Field');
	if (!addsRecipient(fields)) return undefined;
	return async (record, ask) => {
		const person = await personOf(record, fields, product, ask);
		const email = await addressOf(person, fields, addressField, ask);
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

/** Somebody who is reached by a subprofile may have the address there, or in the profile. */
async function addressOf(
	{ subprofile, profile }: Person,
	fields: FieldReader,
	addressField: string,
	ask: Ask,
): Promise<string | null> {
	for (const [kind, id] of Object.entries({ subprofile, profile })) {
		if (id === null) continue;
		const request = { path: `/${versionOf(fields)}/${kind}/${pathSegment(id, 'Profile')}` };
		const answer = await ask(request, (body) => ({ fields: fieldsIn(body) }));
		if (answer === undefined) continue;
		// A collection has fields of its own, beside those of its database.
		if (kind === 'subprofile' && addressField !== '' && !(addressField in answer.fields)) continue;
		const address = addressIn(answer, addressField);
		if (address !== null) return address;
	}
	return null;
}

const ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** What databases call the field, most likely first; the customer names the fields. */
const USUAL_FIELDS = [/^e-?mail$/i, /^e-?mail_?-?(?:address|adres)?$/i, /mail/i];

/**
 * The address of a profile.
 * @param field its name in the database; '' where it is to be found
 * @throws UserError where the database does not have the field
 */
export function addressIn(answer: unknown, field: string): string | null {
	const values = fieldsIn(answer);
	const names = Object.keys(values);
	if (field !== '') {
		const isThere = names.length === 0 || names.includes(field);
		if (isThere) return addressOrNull(values[field]);
		throw new UserError(`No field "${field}" is in the database of a recipient`, {
			description: `It has ${names.slice(0, 20).join(', ')}. Set E-Mail Field in the options to one of them.`,
		});
	}
	for (const pattern of USUAL_FIELDS) {
		const found = names
			.filter((name) => pattern.test(name))
			.map((name) => addressOrNull(values[name]));
		const address = found.find((each) => each !== null);
		if (address) return address;
	}
	return null;
}

// Copernica: undocumented; one page shows removed profiles without fields.
function fieldsIn(answer: unknown): Readonly<Record<string, unknown>> {
	const { fields } = readObject(answer, 'profile', ['fields']);
	return isObject(fields) ? fields : {};
}

function addressOrNull(value: unknown): string | null {
	const text = typeof value === 'string' ? value.trim() : '';
	return ADDRESS.test(text) ? text : null;
}
