import { completionOf, totalsOf, withActivity } from '../../nodes/Encompass/completions';
import type { Lists } from '../../nodes/Encompass/completions';
import type { Feed, FieldReader, Table, Tables } from '../../nodes/shared/feed';
import { givenFields } from '../../nodes/shared/params';
import type { IDataObject } from 'n8n-workflow';

const NAMES = ['recipients', 'deliveries', 'opens', 'clicks', 'bounces', 'links'] as const;
const lists = Object.fromEntries(NAMES.map((name) => [name, { name } as Feed])) as Lists;

/** The rows by their key, as the walk would fill it. */
function tableOf(rows: IDataObject[], key: (row: IDataObject) => string): Table {
	const asked = new Set<string>();
	return {
		rows: (wanted) => {
			asked.add(wanted);
			return rows.filter((row) => key(row) === wanted);
		},
		unasked: () => [...new Set(rows.map(key))].filter((each) => !asked.has(each)),
	};
}

function tablesFor(
	completion: { lookups: Readonly<Record<string, { key(row: IDataObject): string }>> },
	rows: Record<string, IDataObject[]>,
): Tables {
	return Object.fromEntries(
		Object.entries(completion.lookups).map(([name, { key }]) => [
			name,
			tableOf(rows[name] ?? [], key),
		]),
	);
}

const on = (...options: string[]): FieldReader =>
	givenFields(Object.fromEntries(options.map((name) => [`options.${name}`, true])));

const NOBODY = { emailAddress: null, firstName: null, lastName: null, constituentId: null };
const sam = {
	id: 7,
	emailAddress: 'sam@example.com',
	firstName: 'Sam',
	lastName: null,
	constituentId: '007',
	memberId: 5,
};

describe('Add Recipient and Add Link', () => {
	it('read nothing where they are off, and only what is on', () => {
		expect(completionOf(on(), lists)).toBeUndefined();
		expect(Object.keys(completionOf(on('addLink'), lists)!.lookups)).toEqual(['links']);
		const both = completionOf(on('addLink', 'addRecipient'), lists)!;
		expect(both.lookups.recipients!.feed).toBe(lists.recipients);
		expect(both.lookups.links!.feed).toBe(lists.links);
	});

	it('take IDs as numbers and as text, and null for what is unknown', () => {
		const completion = completionOf(on('addLink', 'addRecipient'), lists)!;
		const rows = { recipients: [sam], links: [{ id: '88', url: 'https://example.com' }] };
		const tables = tablesFor(completion, rows);
		expect(completion.complete({ id: 1, recipientId: '7', linkId: 88 }, tables)).toEqual({
			...{ id: 1, recipientId: '7', linkId: 88 },
			recipient: {
				emailAddress: 'sam@example.com',
				firstName: 'Sam',
				lastName: null,
				constituentId: '007',
			},
			link: { name: null, url: 'https://example.com' },
		});
		expect(completion.complete({ id: 2 }, tables)).toEqual({
			...{ id: 2, recipient: NOBODY, link: { name: null, url: null } },
		});
	});
});

it('Include Totals names each list, with null where the service does not say', () => {
	const completion = totalsOf({ opens: lists.opens, links: lists.links });
	const tables = tablesFor(completion, { opens: [{ total: 60 }], links: [{ total: null }] });
	expect(completion.complete({ id: 1 }, tables)).toEqual({
		id: 1,
		totals: { opens: 60, links: null },
	});
});

describe('Get Activity', () => {
	const completion = withActivity(lists);
	const at = (timestamp: number) => new Date(timestamp).toISOString();

	it('is in the order of time, whatever the order of the lists', () => {
		const tables = tablesFor(completion, {
			opens: [3, 1, 2].map((timestamp) => ({ recipientId: 7, timestamp })),
			clicks: [
				{ recipientId: 7, linkId: 88, timestamp: 9 },
				{ recipientId: 7, linkId: 5, timestamp: 4 },
			],
			bounces: [{ recipientId: 7, type: null, timestamp: 5 }],
			links: [{ id: 88, name: 'Register', url: 'https://example.com' }],
		});
		expect(completion.complete({ id: 7 }, tables)).toEqual({
			id: 7,
			...{ delivered: false, deliveredAt: null },
			...{ bounced: true, bounces: [{ type: null, reason: null, at: at(5) }] },
			...{ openCount: 3, firstOpenedAt: at(1), lastOpenedAt: at(3) },
			...{ clickCount: 2, firstClickedAt: at(4), lastClickedAt: at(9) },
			clicks: [
				{ linkId: 5, name: null, url: null, at: at(4) },
				{ linkId: 88, name: 'Register', url: 'https://example.com', at: at(9) },
			],
		});
	});

	it('of someone who did nothing is nothing', () => {
		expect(completion.complete({ id: 8 }, tablesFor(completion, {}))).toMatchObject({
			...{ delivered: false, bounced: false, bounces: [], openCount: 0, clicks: [] },
			...{ firstOpenedAt: null, lastOpenedAt: null, firstClickedAt: null, lastClickedAt: null },
		});
	});

	it('of people who are in no list of recipients comes at the end, once each', () => {
		const row = (recipientId: number) => ({ recipientId, messageId: 900, timestamp: 1 });
		const tables = tablesFor(completion, {
			opens: [row(7), row(8), row(8)],
			deliveries: [row(9), row(7)],
			bounces: [row(8)],
		});
		completion.complete({ id: 7 }, tables);
		const rest = completion.rest!(tables);
		expect(rest.map(({ id }) => id).sort()).toEqual([8, 9]);
		expect(rest.find(({ id }) => id === 8)).toMatchObject({
			...{ id: 8, messageId: 900, ...NOBODY },
			...{ openCount: 2, bounced: true, delivered: false },
		});
		expect(completion.rest!(tables)).toEqual([]);
	});
});
