import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox, Sandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { encompassAt } from '../credentials';
import { runNode } from '../engine';
import { byId, startSite } from './site';

jest.setTimeout(LOAD_MS);

const RECIPIENTS = 250_000;

let sandbox: Sandbox;
let site: EncompassSandbox;
let messageId: number;

beforeAll(async () => {
	const none = { opens: 0, clicks: 0, bounces: 0 };
	sandbox = await startSite({ messages: 1, recipients: RECIPIENTS, ...none });
	site = sandbox.encompass;
	messageId = site.data.messages[0]!.id;
});
afterAll(async () => await sandbox.close());

/** At each request until it is stopped, someone is added, at the end or somewhere in the list. */
function meanwhile(): { stop(): void } {
	let going = true;
	let number = 0;
	const { dateAdded } = site.data.recipientsOf(messageId)[1_000]!;
	void (async () => {
		while (going) {
			await site.nextRequest();
			if (!going) return;
			site.add.recipient({ messageId, ...(++number % 2 ? {} : { dateAdded }) });
		}
	})();
	return { stop: () => (going = false) };
}

/** As people are told to do it: runs of 100,000, each behind the one before. */
async function inThreeRuns(): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (let run = 0; run < 3; run++) {
		const continueAfter = String(all.at(-1)?.cursor ?? '');
		const { items, error } = await runNode({
			credentials: encompassAt(site),
			parameters: {
				resource: 'recipient',
				operation: 'getAll',
				messageId: byId(messageId),
				returnAll: false,
				limit: 100_000,
				options: { includeCursor: true, continueAfter },
			},
		});
		expect(error).toBeUndefined();
		for (const { json } of items) all.push(json);
	}
	return all;
}

it.each(['ascending', 'descending', 'byRecipient'] as const)(
	'250,000 recipients come completely and once, while more are added to a list that is %s',
	async (order) => {
		site.setSwitches({ order });
		const atFirst = site.data.recipientsOf(messageId).map(({ id }) => id);
		const additions = meanwhile();
		const rows = await inThreeRuns();
		additions.stop();
		const given = new Set(rows.map(({ id }) => id));
		expect(given.size).toBe(rows.length);
		expect(atFirst.filter((id) => !given.has(id))).toEqual([]);
		expect(site.data.recipientsOf(messageId).length).toBeGreaterThan(atFirst.length + 200);
	},
);

it('more than n8n can take are refused, with the way out', async () => {
	const { items, error } = await runNode({
		credentials: encompassAt(site),
		parameters: {
			resource: 'recipient',
			operation: 'getAll',
			messageId: byId(messageId),
			returnAll: true,
		},
	});
	expect(items).toEqual([]);
	expect(error?.message).toBe('More than 100,000 recipients for one input item');
	expect(error?.description).toMatch(/Limit to 100,000 or less, switch on Include Cursor/);
});
