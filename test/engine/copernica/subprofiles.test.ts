import type { CopernicaSandbox, Sandbox } from '../../../sandbox';
import { all, jsonOf, startSite } from './site';

let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ unsubscribes: 0 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());

/** Whom the last unsubscribe is of, somebody who is reached by a subprofile with these fields. */
async function addressOf(fields: Record<string, string>, addressField: string) {
	const profile = site.add.profile({
		fields: { contact: 'profile@example.com', email: 'x@example.com' },
	});
	const { id: subprofile } = site.add.subprofile({ profile: profile.id, fields });
	const { id } = site.add.destination({ profile: profile.id, subprofile });
	site.add.unsubscribe({ destination: id });
	const options = { addRecipient: true, addressField };
	const rows = await jsonOf(site, all('unsubscribe', { options }));
	return (rows.at(-1)!.recipient as { email: string | null }).email;
}

it('E-Mail Field may be of the collection, or of its database alone', async () => {
	expect(await addressOf({ order: '1', contact: 'sub@example.com' }, 'contact')).toBe(
		'sub@example.com',
	);
	expect(await addressOf({ order: '2', contact: '' }, 'contact')).toBe(null);
	expect(await addressOf({ order: '3' }, 'contact')).toBe('profile@example.com');
	await expect(addressOf({ order: '4' }, 'mail')).rejects.toThrow(
		'No field "mail" is in the database of a recipient',
	);
});

it('without it, what the fields of a collection are called decides, then those of its database', async () => {
	expect(await addressOf({ Email: 'sub@example.com' }, '')).toBe('sub@example.com');
	expect(await addressOf({ Email: 'Sub <sub@example.com>', boss_mail: 'b@x.example' }, '')).toBe(
		'sub@example.com',
	);
	expect(await addressOf({ Email: 'a@x.example, b@x.example', boss_mail: 'c@x.example' }, '')).toBe(
		null,
	);
	expect(await addressOf({ Email: '' }, '')).toBe(null);
	expect(await addressOf({ order: '5' }, '')).toBe('x@example.com');
	expect(await addressOf({ manager_email: 'b@x.example' }, '')).toBe('x@example.com');
	expect(await addressOf({ mail1: 'a@x.example', mail2: 'b@x.example' }, '')).toBe(null);
	expect(await addressOf({ CONTACT: 'sub@example.com' }, 'contact')).toBe('sub@example.com');
	await expect(addressOf({ Contact: 'a@x.example', CONTACT: '' }, 'contact')).rejects.toThrow(
		'E-Mail Field "contact" may be any of Contact, CONTACT',
	);
});
