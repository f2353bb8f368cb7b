import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox, EncompassSwitchChanges, Sandbox } from '../../../sandbox';
import { byId, jsonOf, type Resource, RESOURCES, rowsOf, startSite } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

/** What the vendor leaves open: whichever way it is, the result must be the same. */
const READINGS: Array<[string, EncompassSwitchChanges]> = [
	['lists ascend', { order: 'ascending' }],
	['lists descend', { order: 'descending' }],
	['lists are sorted by recipient', { order: 'byRecipient' }],
	['messages descend', { messageOrder: 'descending' }],
	['messages are filtered by their schedule', { timestampFilter: 'scheduled' }],
	['messages are filtered by their writing', { timestampFilter: 'dateAdded' }],
	['more than 1000 rows at once are refused', { aboveMaximum: 'refuse' }],
	['links have an envelope', { linksBody: 'envelope' }],
	['links come whole, whatever is asked for', { bareObeysPaging: false }],
	['one message has an envelope', { messageBody: 'envelope' }],
	['no list has an envelope', { listBody: 'bare' }],
	['no list has an envelope, and each comes whole', { listBody: 'bare', bareObeysPaging: false }],
	['no list has an envelope, and pages are cut', { listBody: 'bare', pageCap: 130 }],
	['deliveries have names of their own', { deliverNames: 'own' }],
	['recipients are counted by message', { recipientIds: 'perMessage' }],
	['the summary is text', { summaryAs: 'texts' }],
	['unsent messages say 0', { unsent: 'zero' }],
	['unsent messages say nothing', { unsent: 'absent' }],
	['unsent messages are not listed', { unsentListed: false }],
	['tokens do not say when they end', { expClaim: 'absent', expiresIn: 'absent' }],
	['tokens say when they end', { expClaim: 'real', expiresIn: 'real' }],
	['tokens end soon, and are refused with 403', { tokenLifetimeRequests: 2, refusedToken: 403 }],
	['tokens end soon, with a page', { tokenLifetimeRequests: 2, errorBody: 'html' }],
	['tokens end soon, with an empty body', { tokenLifetimeRequests: 2, errorBody: 'empty' }],
	['some requests take too long', { timeoutEvery: 4 }],
	['some take too long, and say 200', { timeoutEvery: 4, timeout: 200 }],
	['large pages take too long', { slowAbove: 300 }],
	['large pages take too long, and say 200', { slowAbove: 300, timeout: 200 }],
	['pages are cut', { pageCap: 130 }],
	['answers have no date', { dateHeader: false }],
];

/** Tokens that end after so many requests are fair only where requests come one by one. */
const oneByOne = { requestsAtOnce: 1 };

describe.each(READINGS)('if %s', (_reading, switches) => {
	let sandbox: Sandbox;
	let site: EncompassSandbox;
	let id: number;
	beforeAll(async () => {
		const sizes = { recipients: 1_100, opens: 1_300, clicks: 1_050, bounces: 20 };
		sandbox = await startSite({ messages: 2, ...sizes, switches });
		site = sandbox.encompass;
		site.add.message({ actualSendTimestamp: null });
		id = site.data.messages.find((message) => message.actualSendTimestamp !== null)!.id;
	});
	afterAll(async () => await sandbox.close());

	const named = (resource: Resource, row: IDataObject) => {
		if (resource !== 'delivery' || switches.deliverNames !== 'own') return row;
		const { id: deliverId, ...rest } = row;
		return { deliverId, ...rest };
	};

	it.each(RESOURCES)('every %s comes once', async (resource) => {
		const rows = await jsonOf(site, { resource, messageId: byId(id), options: oneByOne });
		expect(rows).toEqual(rowsOf(site, resource, id).map((row) => named(resource, row)));
		expect(rows.length).toBeGreaterThan(4);
	});

	it('every message comes once', async () => {
		const rows = await jsonOf(site, { resource: 'message', options: oneByOne });
		const listed = site.data.messages.filter(
			({ actualSendTimestamp }) => site.switches.unsentListed || actualSendTimestamp !== null,
		);
		expect(
			rows.map((row) => ({ ...row, actualSendTimestamp: row.actualSendTimestamp || null })),
		).toEqual(listed);
	});

	it('one message comes, with what its recipients did', async () => {
		const one = { resource: 'message', messageId: byId(id), options: oneByOne };
		const [message] = await jsonOf(site, { ...one, operation: 'get' });
		expect(message).toEqual(site.data.messages.find((each) => each.id === id));
		const people = await jsonOf(site, { ...one, operation: 'getActivity' });
		const opens = people.reduce((sum, { openCount }) => sum + Number(openCount), 0);
		expect(opens).toBe(1_300);
		expect(people.map((person) => person.id)).toEqual(
			site.data.recipientsOf(id).map((recipient) => recipient.id),
		);
	});

	it('clicks have their recipient and link', async () => {
		const rows = await jsonOf(site, {
			resource: 'click',
			messageId: byId(id),
			options: { ...oneByOne, addRecipient: true, addLink: true },
		});
		const people = new Map(site.data.recipientsOf(id).map((row) => [row.id, row.emailAddress]));
		const links = new Map(site.data.linksOf(id).map((row) => [row.id, row.url]));
		for (const { recipientId, linkId, recipient, link } of rows) {
			expect((recipient as IDataObject).emailAddress).toBe(people.get(recipientId as number));
			expect((link as IDataObject).url).toBe(links.get(linkId as number));
		}
	});
});
