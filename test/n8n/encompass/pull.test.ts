import { startSandbox, type Sandbox } from '../../../sandbox';
import type { Credential, N8nClient } from '../../../scripts/n8n/client';
import { encompassCredential, encompassLogin, inAnyOrder, loggedIn } from '../shared';
import { messagesWorkflow, recordsOf, runMessages } from './workflow';

let sandbox: Sandbox;
let client: N8nClient;
let credential: Credential;

beforeAll(async () => {
	sandbox = await startSandbox({ encompass: { messages: 3, recipients: 1_200, opens: 2_345 } });
	client = loggedIn();
	credential = await encompassCredential(client, encompassLogin(sandbox));
});

afterAll(async () => await sandbox.close());

test('the example workflow gives one item per recipient of each message, with what each did', async () => {
	const execution = await runMessages(client, await messagesWorkflow(client, credential));
	const { data } = sandbox.encompass;
	const expected = data.messages.flatMap(({ id: messageId }) => {
		const [deliveries, opens, clicks, bounces] = [
			data.deliveriesOf(messageId),
			data.opensOf(messageId),
			data.clicksOf(messageId),
			data.bouncesOf(messageId),
		].map(countPerRecipient);
		return data.recipientsOf(messageId).map(({ id, emailAddress }) => ({
			messageId,
			id,
			emailAddress,
			delivered: deliveries!.has(id),
			openCount: opens!.get(id) ?? 0,
			clickCount: clicks!.get(id) ?? 0,
			bounces: bounces!.get(id) ?? 0,
		}));
	});
	const given = recordsOf(execution).map((record) => ({
		messageId: record.messageId,
		id: record.id,
		emailAddress: record.emailAddress,
		delivered: record.delivered,
		openCount: record.openCount,
		clickCount: record.clickCount,
		bounces: (record.bounces as object[]).length,
	}));
	expect(given).toHaveLength(3 * 1_200);
	expect(inAnyOrder(given)).toEqual(inAnyOrder(expected));
});

test('all opens of each message come over its pages, each exactly once', async () => {
	const workflow = await messagesWorkflow(client, credential, {
		resource: 'open',
		operation: 'getAll',
	});
	const execution = await runMessages(client, workflow);
	const { messages, opensOf } = sandbox.encompass.data;
	const opens = messages.flatMap(({ id }) =>
		opensOf(id).map((open) => ({ ...open, messageId: id })),
	);
	expect(opens).toHaveLength(3 * 2_345);
	expect(inAnyOrder(recordsOf(execution))).toEqual(inAnyOrder(opens));
});

function countPerRecipient(rows: ReadonlyArray<{ recipientId: number }>): Map<number, number> {
	const counts = new Map<number, number>();
	for (const { recipientId } of rows) counts.set(recipientId, (counts.get(recipientId) ?? 0) + 1);
	return counts;
}
