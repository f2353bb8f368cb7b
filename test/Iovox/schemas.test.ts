import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Iovox } from '../../nodes/Iovox/Iovox.node';
import { type Sandbox, startSandbox } from '../../sandbox';
import { iovoxAt } from '../engine/credentials';
import { runNode } from '../engine/engine';
import { operationsWithRecords } from '../shared/operations';
import { type Exceptions, expectAsInSchema } from '../shared/outputSchema';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterEach(() => sandbox.iovox.setSwitches({ sendAnswer: 'json', invalidEntry: 'refusesAll' }));
afterAll(async () => await sandbox.close());

const run = async (parameters: INodeParameters): Promise<IDataObject[]> => {
	const { items, error } = await runNode({ credentials: iovoxAt(sandbox.iovox), parameters });
	if (error) throw error;
	return items.map(({ json }) => json);
};

/** Two mails, one of them through an address on a domain, and one that is answered with nothing. */
async function sent(): Promise<IDataObject[]> {
	const mail = {
		...{ resource: 'email', operation: 'send', linkId: 'garage-17', subject: 'Your test drive' },
		...{ senderAddress: 'sales@example.com', recipientAddress: 'kim@example.org' },
		textContent: 'See you on Friday',
	};
	const proxyDomain = sandbox.iovox.proxyDomains[0]!;
	const records = [...(await run(mail)), ...(await run({ ...mail, options: { proxyDomain } }))];
	sandbox.iovox.setSwitches({ sendAnswer: 'empty' });
	return [...records, ...(await run(mail))];
}

/** Addresses, one of them with a name, and one that is not made. */
async function created(): Promise<IDataObject[]> {
	sandbox.iovox.setSwitches({ invalidEntry: 'leavesOut' });
	const entry = (recipientAddress: string, more = {}) => ({
		...{ linkId: 'garage-17', senderAddress: 'sales@example.com', recipientAddress },
		proxyDomain: sandbox.iovox.proxyDomains[0]!,
		...more,
	});
	const entries = [
		entry('kim@example.org'),
		entry('sam@example.org', { proxyName: 'Example Cars' }),
		entry('ann@example.org', { linkId: 'none-such' }),
	];
	return await run({ resource: 'proxyAddress', operation: 'create', addresses: { entries } });
}

const search = async (): Promise<IDataObject[]> =>
	await run({ resource: 'email', operation: 'getAll', returnAll: true });

/** What comes of each ID that there is. */
const ofEach = (operation: string, field: string, column: string) => async () => {
	const ids = new Set((await search()).map((mail) => mail[column]).filter(Boolean));
	const records: IDataObject[] = [];
	for (const id of ids) {
		records.push(
			...(await run({ resource: 'email', operation, returnAll: true, [field]: String(id) })),
		);
	}
	return records;
};

/** iovox leaves out what a mail does not have. */
const MAY_LACK: Exceptions = {
	optional: ['delivery_date', 'proxy_address', 'proxy_name', 'conversation_id', 'read_first_date'],
};

const GIVEN: Record<string, { records(): Promise<IDataObject[]>; exceptions: Exceptions }> = {
	'email get': { records: ofEach('get', 'messageId', 'message_id'), exceptions: MAY_LACK },
	'email getAll': { records: search, exceptions: MAY_LACK },
	'email getConversation': {
		records: ofEach('getConversation', 'conversationId', 'conversation_id'),
		exceptions: MAY_LACK,
	},
	'email send': {
		records: sent,
		exceptions: { optional: ['message_id', 'conversation_id', 'proxy_address'] },
	},
	'proxyAddress create': {
		records: created,
		exceptions: { optional: ['proxy_name', 'proxy_address', 'conversation_id', 'error'] },
	},
};

it.each(operationsWithRecords(new Iovox()))(
	'the output schema of %s, operation %s, names its fields and no others',
	async (resource, operation) => {
		const { records, exceptions } = GIVEN[`${resource} ${operation}`]!;
		const given = await records();
		expectAsInSchema(['Iovox', resource, operation], given, exceptions);
		for (const field of exceptions.optional!) {
			expect(given.some((record) => field in record)).toBe(true);
		}
	},
);
