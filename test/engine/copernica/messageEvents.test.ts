import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type {
	CopernicaDestination,
	CopernicaProduct,
	CopernicaSandbox,
	CopernicaSwitchChanges,
	Sandbox,
} from '../../../sandbox';
import { all, askedOf, jsonOf, kept, RESOURCES, startSite } from './site';

/** v1's events of a message, and of all else that it has events of. */
let sandbox: Sandbox;
let site: CopernicaSandbox;

beforeAll(async () => {
	sandbox = await startSite({ clicks: 200, emailings: 12 });
	site = sandbox.copernica;
});
afterAll(async () => await sandbox.close());
const READING = { eventKey: 'event', eventData: 'nested', errorEvent: 'failure' } as const;
afterEach(() => site.setSwitches({ ...READING, order: 'ascending', unknownSubject: 'error' }));

const of = (subject: string, subjectId: unknown, more: INodeParameters = {}) =>
	all('messageEvent', { subject, subjectId: String(subjectId), ...more });
const get = async (parameters: INodeParameters) =>
	await jsonOf(site, parameters, { version: 'v1' });

/** All of the period that the sandbox has data of, and more. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const EVER = { startDate: day(-27), endDate: day(1) };

const fieldsOf = (event: IDataObject) => (event.data ?? event) as IDataObject;
const inOrder = (events: IDataObject[]) =>
	events
		.map((event) => String(fieldsOf(event).time))
		.every((time, i, all) => i === 0 || all[i - 1]! <= time);

/** How many events there are of some destinations. */
const countOf = (product: CopernicaProduct, is: (row: CopernicaDestination) => boolean) => {
	const ids = new Set(
		site.data
			.destinations(product)
			.filter(is)
			.map(({ id }) => id),
	);
	return RESOURCES.flatMap((resource) =>
		kept(site, product, resource).filter(({ destination }) => ids.has(destination)),
	).length;
};

const busiest = (product: CopernicaProduct) => {
	const times = new Map<number, number>();
	for (const { destination } of kept(site, product, 'click')) {
		times.set(destination, (times.get(destination) ?? 0) + 1);
	}
	const [id] = [...times].sort(([, a], [, b]) => b - a)[0]!;
	return site.data.destination(product, id)!;
};
const emailingOf = (product: CopernicaProduct, id: number) =>
	site.data.emailings(product).find((row) => row.id === id)!;

/** Of what: the path, the ID, and how many events it has. */
const SUBJECTS: Array<[string, string, () => [id: unknown, count: number]]> = [
	[
		'message',
		'message',
		() => [busiest('ms').hash, countOf('ms', ({ id }) => id === busiest('ms').id)],
	],
	[
		'oldMessage',
		'old/message',
		() => [
			busiest('publisher').hash,
			countOf('publisher', ({ id }) => id === busiest('publisher').id),
		],
	],
	[
		'email',
		'email',
		() => {
			const { email } = busiest('ms');
			const is = (row: CopernicaDestination) => row.email === email;
			return [email, countOf('ms', is) + countOf('publisher', is)];
		},
	],
	[
		'profile',
		'profile',
		() => {
			const { profile } = busiest('ms');
			const is = (row: CopernicaDestination) => row.profile === profile;
			return [profile, countOf('ms', is) + countOf('publisher', is)];
		},
	],
	[
		'subprofile',
		'subprofile',
		() => {
			const { subprofile } = site.data.destinations('ms').find((row) => row.subprofile !== null)!;
			const is = (row: CopernicaDestination) => row.subprofile === subprofile;
			return [subprofile, countOf('ms', is) + countOf('publisher', is)];
		},
	],
	[
		'tags',
		'tags',
		() => {
			const is = (product: CopernicaProduct) => (row: CopernicaDestination) =>
				emailingOf(product, row.emailing).tags.includes('herfst');
			return ['herfst', countOf('ms', is('ms')) + countOf('publisher', is('publisher'))];
		},
	],
	...(
		[
			['template', 'template', 'ms', 'template', 801],
			['oldTemplate', 'old/template', 'publisher', 'template', 801],
			['oldDocument', 'old/document', 'publisher', 'document', 402],
		] as const
	).map(([subject, path, product, field, id]): [string, string, () => [unknown, number]] => [
		subject,
		path,
		() => [id, countOf(product, (row) => emailingOf(product, row.emailing)[field] === id)],
	]),
];

const READINGS: Array<[string, CopernicaSwitchChanges]> = [
	['named by event, in data', {}],
	['named by type, in data', { eventKey: 'type' }],
	['named by one and the other, in data', { eventKey: 'mixed' }],
	['named by event, flat', { eventData: 'flat' }],
	['named by type, flat', { eventKey: 'type', eventData: 'flat' }],
	['named by one and the other, flat', { eventKey: 'mixed', eventData: 'flat' }],
	['listed backwards', { order: 'descending' }],
	['listed in no order', { order: 'unsorted', errorEvent: 'error' }],
];

describe.each(SUBJECTS)('of %s', (subject, path, known) => {
	it.each(READINGS)('all come in order of time, where they are %s', async (_how, switches) => {
		site.setSwitches(switches);
		const [id, count] = known();
		const asked = askedOf(site);
		const events = await get(of(subject, id, { filters: EVER }));
		expect(asked()).toEqual([
			`v1/${path}/${encodeURIComponent(String(id))}/events?start=${EVER.startDate}&end=${EVER.endDate}`,
		]);
		expect(events).toHaveLength(count);
		expect(count).toBeGreaterThan(0);
		expect(inOrder(events)).toBe(true);
	});

	it('without dates there is one request, and the service says what it covers', async () => {
		const [id] = known();
		const asked = askedOf(site);
		const events = await get(of(subject, id));
		expect(asked()).toEqual([`v1/${path}/${encodeURIComponent(String(id))}/events`]);
		expect(events.length).toBeGreaterThan(0);
	});

	it('with an end only, too', async () => {
		const [id] = known();
		const asked = askedOf(site);
		await get(of(subject, id, { filters: { endDate: EVER.endDate } }));
		expect(asked()).toEqual([
			`v1/${path}/${encodeURIComponent(String(id))}/events?end=${EVER.endDate}`,
		]);
	});
});

describe('tracking events', () => {
	const output = 'trackingEvent';
	const told = async (more: INodeParameters = {}) =>
		await get(of('tags', 'herfst', { filters: EVER, output, ...more }));

	it('have the same IDs in each shape of the answer', async () => {
		const expected = (await told()).map(({ id }) => id).sort();
		expect(new Set(expected).size).toBe(expected.length);
		for (const [, switches] of READINGS) {
			site.setSwitches(switches);
			const found = (await told()).map(({ id }) => id).sort();
			expect(found).toEqual(expected);
			site.setSwitches({ ...READING, order: 'ascending' });
		}
	});

	it('of all kinds come, and only of those that are asked for', async () => {
		const counts = new Map<unknown, number>();
		for (const { type } of await told()) counts.set(type, (counts.get(type) ?? 0) + 1);
		expect([...counts.keys()].sort()).toEqual(
			['bounced', 'clicked', 'complained', 'delivered', 'opened', 'unsubscribed'].sort(),
		);
		const events = await told({ filters: { ...EVER, events: ['click', 'bounce'] } });
		expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['clicked', 'bounced']));
		expect(events).toHaveLength(counts.get('clicked')! + counts.get('bounced')!);
	});

	it('name address, profile, message, place and user agent', async () => {
		const events = await told({ filters: { ...EVER, events: ['open'] } });
		const places = new Set<unknown>();
		for (const event of events) {
			const { raw, email, recipient, client, occurredAt } = event as Record<string, IDataObject>;
			const fields = fieldsOf(raw!);
			expect(email).toEqual({ id: fields.id, name: null, subject: null });
			expect(recipient).toEqual({
				...{ id: fields.profile, address: fields.email },
				...{ name: null, externalId: null },
			});
			expect(String(recipient!.address)).toMatch(/@people\.example$/);
			expect(client!.ip).toBe(fields.ip);
			const agent = String(fields.header).replace(/^User-Agent: ?/, '') || null;
			expect(client!.userAgent).toBe(agent);
			places.add(client!.location);
			expect(String(occurredAt)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
		}
		expect(places).toEqual(new Set(['Amsterdam, Netherlands', 'Liège, Belgium', null]));
	});

	it('have the right time under each zone', async () => {
		const times = (await told()).map(({ occurredAt }) => occurredAt);
		site.setSwitches({ zone: 'UTC' });
		const options = { timeZone: 'UTC' };
		expect((await told({ options })).map(({ occurredAt }) => occurredAt)).toEqual(times);
		site.setSwitches({ zone: 'Europe/Amsterdam' });
	});
});

describe('tags', () => {
	const tagsOf = (events: IDataObject[]) =>
		new Set(events.flatMap((event) => String(fieldsOf(event).tags).split(';')));

	it('with signs of an address are one part of the path, and several are all wanted', async () => {
		const asked = askedOf(site);
		const events = await get(of('tags', 'A/B; nl', { filters: EVER }));
		expect(asked()[0]).toMatch(/^v1\/tags\/A%2FB;nl\/events\?/);
		for (const event of events) expect(fieldsOf(event).tags).toMatch(/^(?=.*A\/B).*nl/);
		expect(await get(of('tags', 'A/B,été 2026', { filters: EVER }))).toEqual([]);
		expect((await get(of('tags', 'été 2026', { filters: EVER }))).length).toBeGreaterThan(0);
	});

	it('narrow what else is asked for', async () => {
		const asked = askedOf(site);
		const filters = { ...EVER, tags: 'herfst, be' };
		const events = await get(of('template', 801, { filters }));
		expect(asked()[0]).toMatch(/\/events\?tags=herfst;be&start=/);
		expect(tagsOf(events)).toEqual(new Set(['herfst', 'be']));
		expect(await get(of('template', 801, { filters: { ...EVER, tags: 'none' } }))).toEqual([]);
		expect(events.length).toBeLessThan((await get(of('template', 801, { filters: EVER }))).length);
	});

	it('are not sent where the service does not take them', async () => {
		const asked = askedOf(site);
		await get(of('oldMessage', busiest('publisher').hash, { filters: { ...EVER, tags: 'x' } }));
		expect(asked()[0]).not.toContain('tags=');
	});
});

it.each([
	['error', /Copernica has nothing at[^]*No entity with supplied ID/],
	['empty', undefined],
] as const)('what there is not is told, or empty: %s', async (unknownSubject, message) => {
	site.setSwitches({ unknownSubject });
	const given = get(of('message', 'nothing'));
	if (message) await expect(given).rejects.toThrow(message);
	else expect(await given).toEqual([]);
});
