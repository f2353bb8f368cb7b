import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CopernicaDestination, CopernicaSandbox, Sandbox } from '../../../sandbox';
import { all, askedOf, byId, jsonOf, kept, PRODUCTS, startSite, VERSIONS } from './site';

/** "Add Recipient": the address behind each event. Calls are billed, so they are counted. */
let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ clicks: 200, profiles: 60 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());
afterEach(() => site.setSwitches({ removedFields: 'blank', idKey: 'documented' }));

const options = { addRecipient: true };
const withPeople = (resource: string, more: INodeParameters = {}) =>
	all(resource, { options, ...more });

/** Who a destination went to, as the account knows it now. */
function personOf({ profile, subprofile }: Pick<CopernicaDestination, 'profile' | 'subprofile'>) {
	const row = site.data.profiles.find(({ id }) => id === profile);
	const address =
		row?.removed === null ? (row.fields.email ?? row.fields['E-mailadres']) : undefined;
	return {
		email: address ?? null,
		profile: profile === null ? null : String(profile),
		subprofile: subprofile === null ? null : String(subprofile),
	};
}

const recipientsOf = (rows: IDataObject[]) => rows.map(({ recipient }) => recipient);

/** The calls for a list in full: the last record, too, begins a page, which is empty else. */
const callsFor = (calls: string[]) => {
	const of = (pattern: RegExp) => calls.filter((call) => pattern.test(call));
	return {
		destinations: of(/\/destination\/[^/]+$/),
		profiles: of(/\/profile\/\d+$/),
		subprofiles: of(/\/subprofile\/\d+$/),
	};
};

describe.each(VERSIONS)('with %s', (version) => {
	it.each(PRODUCTS)(
		'the clicks of %s get the right people, each asked for once',
		async (product) => {
			const clicks = kept(site, product, 'click');
			const asked = askedOf(site);
			const rows = await jsonOf(site, withPeople('click', { product }), { version });
			const people = clicks.map(({ destination }) =>
				personOf(site.data.destination(product, destination)!),
			);
			expect(recipientsOf(rows)).toEqual(people);
			const calls = callsFor(asked());
			const names = product === 'ms' && version !== 'v2';
			const destinations = new Set(clicks.map(({ destination }) => destination));
			expect(calls.destinations).toHaveLength(names ? destinations.size : 0);
			const known = new Set(people.map(({ profile }) => profile).filter(Boolean));
			expect(calls.profiles).toHaveLength(known.size);
			const subs = new Set(people.map(({ subprofile }) => subprofile).filter(Boolean));
			expect(calls.subprofiles).toHaveLength(subs.size);
			for (const all of Object.values(calls)) expect(new Set(all).size).toBe(all.length);
			// All sorts of people are among them.
			expect(people.filter(({ email }) => email === null).length).toBeGreaterThan(0);
			expect(people.filter(({ profile }) => profile === null).length).toBeGreaterThan(0);
			expect(subs.size).toBeGreaterThan(0);
		},
	);
});

it('the rows are otherwise as they came', async () => {
	const [plain, added] = [
		await jsonOf(site, all('click')),
		await jsonOf(site, withPeople('click')),
	];
	expect(added.map((row) => ({ ...row, recipient: undefined }))).toEqual(
		plain.map((row) => ({ ...row, recipient: undefined })),
	);
});

it('the list of an emailing names the profile: no destination is asked for', async () => {
	const emailing = site.data.emailings('ms')[3]!.id;
	const asked = askedOf(site);
	const of = { scope: 'emailing', emailingId: byId(emailing) };
	const rows = await jsonOf(site, withPeople('click', of));
	expect(callsFor(asked()).destinations).toEqual([]);
	const people = kept(site, 'ms', 'click', emailing).map(({ destination }) =>
		personOf(site.data.destination('ms', destination)!),
	);
	expect(recipientsOf(rows)).toEqual(people);
});

it('over all input items of a run, each is asked for once', async () => {
	const [one, forty] = [[{}], Array.from({ length: 40 }, () => ({}))];
	let asked = askedOf(site);
	await jsonOf(site, withPeople('complaint'), { items: one });
	const alone = callsFor(asked());
	asked = askedOf(site);
	const before = site.stats().apiCalls;
	const rows = await jsonOf(site, withPeople('complaint'), { items: forty });
	const calls = asked();
	expect(callsFor(calls)).toEqual({
		destinations: expect.arrayContaining(alone.destinations),
		profiles: expect.arrayContaining(alone.profiles),
		subprofiles: expect.arrayContaining(alone.subprofiles),
	});
	for (const kind of ['destinations', 'profiles', 'subprofiles'] as const) {
		expect(callsFor(calls)[kind]).toHaveLength(alone[kind].length);
	}
	// Three for each list: its rows, the last of them again, and the place behind it.
	const people = alone.destinations.length + alone.profiles.length + alone.subprofiles.length;
	expect(site.stats().apiCalls - before).toBe(120 + people);
	const complaints = kept(site, 'ms', 'complaint').length;
	expect(rows).toHaveLength(40 * complaints);
	for (const { recipient } of rows) expect(recipient).toBeDefined();
});

it('another run asks again: people change', async () => {
	const profile = site.add.profile({ email: 'old@example.com' });
	const destination = site.add.destination({ profile: profile.id }).id;
	site.add.abuse({ destination });
	const addressNow = async () =>
		((await jsonOf(site, withPeople('complaint'))).at(-1)!.recipient as IDataObject).email;
	expect(await addressNow()).toBe('old@example.com');
	profile.fields.email = 'new@example.com';
	expect(await addressNow()).toBe('new@example.com');
});

it('Limit asks for no more people than are given out', async () => {
	const asked = askedOf(site);
	const parameters = { ...withPeople('click'), returnAll: false, limit: 3 };
	const rows = await jsonOf(site, parameters);
	expect(rows).toHaveLength(3);
	const calls = callsFor(asked());
	const three = kept(site, 'ms', 'click').slice(0, 3);
	expect(calls.destinations).toHaveLength(
		new Set(three.map(({ destination }) => destination)).size,
	);
	expect(calls.profiles.length).toBeLessThanOrEqual(3);
});

it('a period asks for no people but those of it', async () => {
	const clicks = kept(site, 'ms', 'click');
	const from = clicks.at(-10)!.timestamp;
	const wanted = clicks.filter(({ timestamp }) => timestamp >= from);
	const asked = askedOf(site);
	const filters = { occurredAfter: new Date(from).toISOString() };
	const rows = await jsonOf(site, withPeople('click', { filters }));
	expect(rows).toHaveLength(wanted.length);
	const destinations = new Set(wanted.map(({ destination }) => destination));
	expect(callsFor(asked()).destinations).toHaveLength(destinations.size);
});

it('a time within a day asks for no people of the rest of the day, which comes, too', async () => {
	const at = Date.parse('2026-03-10T09:00:00Z');
	const sent = [-60_000, 0].map((by) => {
		const { id: profile } = site.add.profile();
		site.add.destination({ profile, timestamp: at + by });
		return profile;
	});
	const filters = { sentAfter: '2026-03-10T09:00:00Z', sentBefore: '2026-03-10T09:00:10Z' };
	const asked = askedOf(site);
	const rows = await jsonOf(site, withPeople('destination', { filters }));
	expect(rows.map(({ profile }) => profile)).toEqual([String(sent[1])]);
	expect(callsFor(asked()).profiles).toEqual([`v4/profile/${sent[1]}`]);
});

it.each(['blank', 'none'] as const)(
	'who was removed has no address, fields being %s',
	async (removedFields) => {
		site.setSwitches({ removedFields });
		const { id } = site.data.profiles.find(({ removed }) => removed !== null)!;
		const destination = site.add.destination({ profile: id });
		site.add.unsubscribe({ destination: destination.id });
		const rows = await jsonOf(site, withPeople('unsubscribe'));
		expect(rows.at(-1)!.recipient).toEqual({ email: null, profile: String(id), subprofile: null });
		const named = { addRecipient: true, addressField: 'email' };
		const of = await jsonOf(site, all('unsubscribe', { options: named }));
		expect(of.at(-1)!.recipient).toMatchObject({ email: null });
	},
);

it('who is not known at all has none', async () => {
	const destination = site.add.destination({ profile: null });
	site.add.unsubscribe({ destination: destination.id });
	const rows = await jsonOf(site, withPeople('unsubscribe'));
	expect(rows.at(-1)!.recipient).toEqual({ email: null, profile: null, subprofile: null });
});

it('a profile that is answered with 404 is one that is not known', async () => {
	const profile = site.add.profile({ email: 'gone@example.com' });
	const destination = site.add.destination({ profile: profile.id });
	site.add.abuse({ destination: destination.id });
	site.fault({ kind: 'status', status: 404, match: `/profile/${profile.id}$` });
	const rows = await jsonOf(site, withPeople('complaint'));
	const expected = { email: null, profile: String(profile.id), subprofile: null };
	expect(rows.at(-1)!.recipient).toEqual(expected);
});

// Copernica answers nearly all with 400: only its words say that there is no such profile.
it.each([400, 401, 403, 500])('one that is answered with %d ends the run', async (status) => {
	site.fault({ kind: 'status', status, match: '/profile/', times: 'always' });
	const given = jsonOf(site, withPeople('complaint'));
	await expect(given).rejects.toThrow(/Copernica/);
	site.clearFaults();
});

it('where one cannot be had, no more are asked for', async () => {
	site.fault({ kind: 'status', status: 500, match: '/destination/', after: 5 });
	const before = site.stats().apiCalls;
	await expect(jsonOf(site, withPeople('click'))).rejects.toThrow(/status 500/);
	// What was on its way by then may lead to three more each, and this comes behind all of it.
	await jsonOf(site, { resource: 'account', operation: 'get' }, { version: 'v3' });
	expect(site.stats().apiCalls - before).toBeLessThan(40);
	expect(
		new Set(kept(site, 'ms', 'click').map(({ destination }) => destination)).size,
	).toBeGreaterThan(80);
});

it('an answer that is no profile ends the run', async () => {
	site.fault({ kind: 'html', match: '/profile/', times: 'always' });
	await expect(jsonOf(site, withPeople('complaint'))).rejects.toThrow(/a web page instead of/);
	site.clearFaults();
});

describe('E-Mail Field', () => {
	it('is looked at before all others', async () => {
		const profile = site.add.profile({
			fields: { other: 'b@example.com' },
			email: 'a@example.com',
		});
		const destination = site.add.destination({ product: 'publisher', profile: profile.id }).id;
		site.add.abuse({ product: 'publisher', destination });
		const emailing = site.data.destination('publisher', destination)!.emailing;
		const of = { product: 'publisher', scope: 'emailing', emailingId: byId(emailing) };
		const addressBy = async (addressField: string) => {
			const occurredAfter = new Date(Date.now() - 5_000).toISOString();
			const parameters = {
				...of,
				options: { ...options, addressField },
				filters: { occurredAfter },
			};
			return (await jsonOf(site, all('complaint', parameters))).at(-1)!.recipient;
		};
		expect(await addressBy('other')).toMatchObject({ email: 'b@example.com' });
		expect(await addressBy('')).toMatchObject({ email: 'a@example.com' });
		expect(await addressBy('Email')).toMatchObject({ email: 'a@example.com' });
		expect(await addressBy(' OTHER ')).toMatchObject({ email: 'b@example.com' });
		await expect(addressBy('Mail')).rejects.toThrow(
			/^No field "Mail" is in the database of a recipient\nIt has other, email\. Set E-Mail Field/,
		);
	});
});

describe('tracking events', () => {
	it.each(PRODUCTS)('of %s have address and profile', async (product) => {
		const clicks = kept(site, product, 'click');
		const output = 'trackingEvent';
		const events = await jsonOf(site, withPeople('click', { product, output }));
		const plain = await jsonOf(site, all('click', { product, output }));
		events.forEach(({ recipient, id, raw }, place) => {
			const person = personOf(site.data.destination(product, clicks[place]!.destination)!);
			expect(recipient).toEqual({
				...{ id: person.profile, address: person.email },
				...{ name: null, externalId: null },
			});
			expect(id).toBe(plain[place]!.id);
			expect((raw as IDataObject).recipient).toEqual(person);
		});
	});
});

describe('destinations', () => {
	it.each(PRODUCTS)('of %s get their people, too', async (product) => {
		const asked = askedOf(site);
		const rows = await jsonOf(site, withPeople('destination', { product }));
		expect(callsFor(asked()).destinations).toEqual([]);
		expect(recipientsOf(rows)).toEqual(site.data.destinations(product).map(personOf));
	});

	it.each(PRODUCTS)('one of %s gets the address', async (product) => {
		const row = site.data.destinations(product).find(({ profile }) => profile !== null)!;
		const one = { resource: 'destination', operation: 'get', product, destinationId: row.hash };
		const asked = askedOf(site);
		const [shown] = await jsonOf(site, { ...one, options });
		expect(shown!.recipient).toEqual(personOf(row));
		expect(asked().length).toBeLessThanOrEqual(3);
	});
});

it.each<[string, Record<string, string>, string | null]>([
	['nobody', { Email: '', Manager_email: 'boss@shop.example' }, null],
	['nobody', { Email: 'none', Manager_email: 'boss@shop.example' }, null],
	['nobody', { email1: 'a@example.com', email2: 'b@example.com' }, null],
	[
		'whom it is of',
		{ Email: 'Ann <ann@example.com>', Manager_email: 'boss@shop.example' },
		'ann@example.com',
	],
])('a click, a destination and their events are of %s: %j', async (_who, fields, email) => {
	const profile = site.add.profile({ fields });
	// Those that are called otherwise.
	Object.assign(profile, { fields });
	const { id: destination } = site.add.destination({ profile: profile.id });
	site.add.click({ destination });
	const [clicked, events, sent] = [
		await jsonOf(site, withPeople('click')),
		await jsonOf(site, withPeople('click', { output: 'trackingEvent' })),
		await jsonOf(site, withPeople('destination')),
	];
	for (const rows of [clicked, sent]) expect(rows.at(-1)!.recipient).toMatchObject({ email });
	expect(events.at(-1)!.recipient).toMatchObject({ address: email, id: String(profile.id) });
});
