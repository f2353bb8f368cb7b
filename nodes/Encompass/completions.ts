import type { IDataObject } from 'n8n-workflow';
import type { Join, Feed, FieldReader, Lookup, Table, Tables } from '../shared/feed';
import { idText } from '../shared/values/idText';
import { type Activity, isoTime, type Link, type Message, type Recipient, timeIn } from './records';
import { addLink, addRecipient } from './resources/fields';

/** The lists of a message. */
export type Lists = Readonly<
	Record<'recipients' | 'deliveries' | 'opens' | 'clicks' | 'bounces' | 'links', Feed>
>;

const byId = (feed: Feed): Lookup => ({ feed, key: ({ id }) => idText(id) });
const byRecipient = (feed: Feed): Lookup => ({
	feed,
	key: ({ recipientId }) => idText(recipientId),
});

/** "Add Recipient" and "Add Link": who did it, and which link was clicked. */
export function completionOf(fields: FieldReader, lists: Lists): Join<Activity> | undefined {
	const lookups: Record<string, Lookup> = {};
	if (addRecipient.in(fields)) lookups.recipients = byId(lists.recipients);
	if (addLink.in(fields)) lookups.links = byId(lists.links);
	if (Object.keys(lookups).length === 0) return undefined;
	return {
		lookups,
		complete(row, { recipients, links }) {
			const recipient = recipients && {
				recipient: personOf(rowsOf(recipients, row.recipientId)[0]),
			};
			const link = links && { link: targetOf(rowsOf(links, row.linkId)[0]) };
			return { ...row, ...recipient, ...link };
		},
	};
}

/** Null throughout where the list does not know the recipient. */
const personOf = ({
	emailAddress = null,
	firstName = null,
	lastName = null,
	constituentId = null,
}: Recipient = {}): Recipient => ({ emailAddress, firstName, lastName, constituentId });

const targetOf = ({ name = null, url = null }: Link = {}): Link => ({ name, url });

/** The number of rows of each list, in the field `totals`. */
export const totalsOf = (lists: Readonly<Record<string, Feed>>): Join<Message> => ({
	lookups: Object.fromEntries(
		Object.entries(lists).map(([name, feed]) => [name, { feed, key: () => '' }]),
	),
	complete: (message, tables) => ({
		...message,
		totals: Object.fromEntries(
			Object.entries(tables).map(([name, table]) => [name, table.rows('')[0]?.total ?? null]),
		),
	}),
});

/** All that a recipient did, from the lists of the message. */
export const withActivity = (lists: Lists): Join<Recipient> => ({
	lookups: {
		links: byId(lists.links),
		deliveries: byRecipient(lists.deliveries),
		opens: byRecipient(lists.opens),
		clicks: byRecipient(lists.clicks),
		bounces: byRecipient(lists.bounces),
	},
	complete: (recipient, tables) => ({ ...recipient, ...activityOf(recipient.id, tables) }),
	// People whom the list of recipients does not show: of an archived message, or new since it was read.
	rest(tables) {
		const { deliveries, opens, clicks, bounces } = tables;
		const known = [deliveries!, opens!, clicks!, bounces!];
		const ids = new Set(known.flatMap((table) => table.unasked()));
		ids.delete('');
		return [...ids].map((id) => {
			const [row] = known.flatMap((table) => table.rows(id));
			const { recipientId, messageId } = row as Activity;
			return { id: recipientId, messageId, ...personOf(), ...activityOf(id, tables) } as Recipient;
		});
	},
});

/** The rows with an ID; none where there is none, or it was rounded: they would be somebody else's. */
function rowsOf(table: Table | undefined, id: unknown): readonly IDataObject[] {
	const key = idText(id);
	return key === '' ? [] : (table?.rows(key) ?? []);
}

function activityOf(id: unknown, { deliveries, opens, clicks, bounces, links }: Tables) {
	const of = (table: Table | undefined) => inOrder(rowsOf(table, id));
	const accepted = of(deliveries);
	const bounced = of(bounces);
	const opened = of(opens);
	const clicked = of(clicks);
	return {
		delivered: accepted.length > 0,
		deliveredAt: timeOf(accepted.at(0)),
		bounced: bounced.length > 0,
		bounces: bounced.map((row) => ({
			type: row.type ?? null,
			reason: row.reason ?? null,
			at: timeOf(row),
		})),
		openCount: opened.length,
		firstOpenedAt: timeOf(opened.at(0)),
		lastOpenedAt: timeOf(opened.at(-1)),
		clickCount: clicked.length,
		firstClickedAt: timeOf(clicked.at(0)),
		lastClickedAt: timeOf(clicked.at(-1)),
		clicks: clicked.map((row) => ({
			linkId: row.linkId ?? null,
			...targetOf(rowsOf(links, row.linkId)[0]),
			at: timeOf(row),
		})),
	};
}

const inOrder = (rows: readonly IDataObject[]): Activity[] =>
	[...rows].sort((a, b) => (timeIn(a.timestamp) ?? 0) - (timeIn(b.timestamp) ?? 0)) as Activity[];

/** ISO 8601: these times are not the vendor's fields. */
const timeOf = (row: Activity | undefined) => isoTime(row?.timestamp);
