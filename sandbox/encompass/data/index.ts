import type { ListKind, LinkRow, MessageRow, RowOf } from '../rows';
import type { Mail, Store } from '../store';
import type { EncompassSwitches } from '../switches';

/** What the site holds, in the vendor's order, also what the API does not (or not yet) show. */
export interface EncompassData {
	/** With those that are scheduled, and those that were sent before 2016. */
	readonly messages: readonly MessageRow[];
	/** Of a message; empty where there is no such message. */
	recipientsOf(messageId: number): ReadonlyArray<RowOf['recipient']>;
	deliveriesOf(messageId: number): ReadonlyArray<RowOf['delivery']>;
	opensOf(messageId: number): ReadonlyArray<RowOf['open']>;
	clicksOf(messageId: number): ReadonlyArray<RowOf['click']>;
	bouncesOf(messageId: number): ReadonlyArray<RowOf['bounce']>;
	linksOf(messageId: number): readonly LinkRow[];
}

export function dataOf(store: Store, switches: EncompassSwitches): EncompassData {
	const listOf =
		<Kind extends ListKind>(kind: Kind) =>
		(messageId: number): ReadonlyArray<RowOf[Kind]> =>
			store.mail(messageId)?.lists[kind].in(switches.order) ?? [];
	return {
		get messages() {
			return store.messages(switches.messageOrder);
		},
		recipientsOf: listOf('recipient'),
		deliveriesOf: listOf('delivery'),
		opensOf: listOf('open'),
		clicksOf: listOf('click'),
		bouncesOf: listOf('bounce'),
		linksOf: (messageId) => store.mail(messageId)?.links ?? [],
	};
}

/** Numbers of rows of all messages. */
export function countsOf(store: Store) {
	const count = (rows: (mail: Mail) => number) =>
		[...store.all].reduce((sum, mail) => sum + rows(mail), 0);
	return {
		messages: count(() => 1),
		recipients: count(({ lists }) => lists.recipient.length),
		deliveries: count(({ lists }) => lists.delivery.length),
		opens: count(({ lists }) => lists.open.length),
		clicks: count(({ lists }) => lists.click.length),
		bounces: count(({ lists }) => lists.bounce.length),
		links: count(({ links }) => links.length),
	};
}
