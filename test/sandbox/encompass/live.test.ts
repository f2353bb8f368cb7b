import { busy } from '../vendors';

it.each(['ascending', 'byRecipient'] as const)(
	'writes all kinds of rows, and has them in its lists: %s',
	async (order) => {
		const { history, data } = await busy('encompass', 2000, {}, { switches: { order } });
		expect(new Set(history.map(({ kind }) => kind))).toEqual(
			new Set(['message', 'recipient', 'delivery', 'open', 'click', 'bounce']),
		);
		const lists = {
			recipient: data.recipientsOf,
			delivery: data.deliveriesOf,
			open: data.opensOf,
			click: data.clicksOf,
			bounce: data.bouncesOf,
			message: () => data.messages,
		};
		for (const { kind, messageId, row, at } of history) {
			expect(lists[kind](messageId)).toContain(row);
			expect(row.dateAdded).toBe(at);
		}
	},
);
