import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { EncompassSandbox, Sandbox } from '../../../sandbox';
import { ACTIVITIES, askedOf, byId, jsonOf, rowsOf, startSite } from './site';

let sandbox: Sandbox;
let site: EncompassSandbox;
let id: number;

beforeAll(async () => {
	sandbox = await startSite({ recipients: 1_200, opens: 2_100, clicks: 900, bounces: 40 });
	site = sandbox.encompass;
	id = site.data.messages[0]!.id;
	// Someone whom the list of recipients does not show, and a link that is not in the list of links.
	site.add.open({ messageId: id, recipientId: 1 });
	site.add.click({ messageId: id, recipientId: 1, linkId: 2 });
	site.add.bounce({ messageId: id, recipientId: 1 });
	site.add.delivery({ messageId: id, recipientId: 1 });
});
afterAll(async () => await sandbox.close());

const list = async (resource: string, options: IDataObject, more: INodeParameters = {}) =>
	await jsonOf(site, { resource, messageId: byId(id), options, ...more } as INodeParameters);

const NOBODY = { emailAddress: null, firstName: null, lastName: null, constituentId: null };
const person = (row: IDataObject) => {
	const found = site.data.recipientsOf(id).find((each) => each.id === row.recipientId);
	if (!found) return NOBODY;
	const { emailAddress, firstName, lastName, constituentId } = found;
	return { emailAddress, firstName, lastName, constituentId };
};
const target = (row: IDataObject) => {
	const found = site.data.linksOf(id).find((each) => each.id === row.linkId);
	return found ? { name: found.name, url: found.url } : { name: null, url: null };
};

const callsOf = (paths: string[], call: string) =>
	paths.filter((path) => path.includes(`/${call}?`)).length;

describe('Add Recipient', () => {
	it.each(ACTIVITIES)(
		'adds who it was to each %s, from one reading of the list',
		async (resource) => {
			const asked = askedOf(site);
			const rows = await list(resource, { addRecipient: true });
			const expected = rowsOf(site, resource, id).map((row) => ({
				...row,
				recipient: person(row),
			}));
			expect(rows).toEqual(expected);
			expect(rows.filter(({ recipientId }) => recipientId === 1)).toEqual([
				expect.objectContaining({ recipient: NOBODY }),
			]);
			expect(rows.some(({ recipient }) => (recipient as IDataObject).emailAddress)).toBe(true);
			// Two pages hold 1,200 of them.
			expect(callsOf(asked(), 'recipients')).toBe(2);
		},
	);

	it('is read for one row as for all, and not without the option', async () => {
		const asked = askedOf(site);
		const more = { returnAll: false, limit: 1 };
		await list('open', { addRecipient: true }, more);
		expect(callsOf(asked(), 'recipients')).toBe(2);
		await list('open', {}, more);
		expect(callsOf(asked(), 'recipients')).toBe(2);
	});
});

describe('Add Link', () => {
	it('adds what was clicked', async () => {
		const asked = askedOf(site);
		const rows = await list('click', { addLink: true });
		expect(rows).toEqual(rowsOf(site, 'click', id).map((row) => ({ ...row, link: target(row) })));
		expect(rows.at(-1)!.link).toEqual({ name: null, url: null });
		expect(callsOf(asked(), 'links')).toBeLessThanOrEqual(3);
		expect(callsOf(asked(), 'recipients')).toBe(0);
	});

	it('goes with Add Recipient, ISO times, a limit and cursors', async () => {
		const options = { addLink: true, addRecipient: true, isoTimes: true, includeCursor: true };
		const rows = await list('click', options, { returnAll: false, limit: 20 });
		const expected = rowsOf(site, 'click', id).slice(0, 20);
		expect(rows).toEqual(
			expected.map((row) => ({
				...row,
				timestampIso: new Date(row.timestamp as number).toISOString(),
				dateAddedIso: new Date(row.dateAdded as number).toISOString(),
				recipient: person(row),
				link: target(row),
				cursor: expect.stringMatching(/^\d+~[0-9a-f]{8}$/) as string,
			})),
		);
		const rest = await list('click', { ...options, continueAfter: rows[9]!.cursor });
		expect(rest.map((row) => row.id)).toEqual(
			rowsOf(site, 'click', id)
				.slice(10)
				.map((row) => row.id),
		);
	});
});

describe('a tracking event', () => {
	it.each([
		['delivery', 'delivered'],
		['open', 'opened'],
		['click', 'clicked'],
		['bounce', 'bounced'],
	] as const)('of a %s says what the row and the lists do', async (resource, type) => {
		const options = { addRecipient: true, ...(resource === 'click' ? { addLink: true } : {}) };
		const events = await list(resource, options, { output: 'trackingEvent' });
		const rows = rowsOf(site, resource, id);
		expect(events).toHaveLength(rows.length);
		expect(new Set(events.map((event) => event.id)).size).toBe(rows.length);
		for (const [index, row] of rows.entries()) {
			const { emailAddress, firstName, lastName, constituentId } = person(row);
			const { name, url } = target(row);
			expect(events[index]).toMatchObject({
				...{ provider: 'encompass', type, bot: null },
				occurredAt: new Date(row.timestamp as number).toISOString(),
				email: { id: String(id), name: null, subject: null },
				recipient: {
					id: String(row.recipientId),
					address: emailAddress || null,
					name: [firstName, lastName].filter(Boolean).join(' ') || null,
					externalId: constituentId || null,
				},
				link:
					type === 'clicked'
						? { id: String(row.linkId), url: url || null, name: name || null }
						: null,
				bounce: type === 'bounced' ? { type: row.type, code: null, reason: row.reason } : null,
				client: { ip: row.ipAddress ?? null, userAgent: row.userAgent ?? null },
			});
		}
	});

	it('has the same ID with and without what is joined', async () => {
		const output = { output: 'trackingEvent' };
		const [bare, joined] = await Promise.all([
			list('click', {}, output),
			list('click', { addRecipient: true, addLink: true }, output),
		]);
		expect(bare.map((event) => event.id)).toEqual(joined.map((event) => event.id));
		expect(bare[0]!.recipient).toMatchObject({ address: null, name: null, externalId: null });
	});
});

it('joins each message with its own lists, for several input items', async () => {
	const ids = site.data.messages.map((message) => message.id);
	const asked = askedOf(site);
	const rows = await jsonOf(
		site,
		{
			resource: 'bounce',
			messageId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options: { addRecipient: true },
		},
		{ items: ids.map((each) => ({ id: each })) },
	);
	for (const each of ids) {
		const people = new Map(site.data.recipientsOf(each).map((row) => [row.id, row.emailAddress]));
		for (const row of rows.filter(({ messageId }) => messageId === each)) {
			const { emailAddress } = row.recipient as IDataObject;
			expect(emailAddress).toBe(people.get(row.recipientId as number) ?? null);
		}
	}
	expect(callsOf(asked(), 'recipients')).toBe(2 * ids.length);
});
