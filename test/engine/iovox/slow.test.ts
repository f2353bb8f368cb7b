import type { INodeParameters } from 'n8n-workflow';
import type { IovoxSandbox, Sandbox } from '../../../sandbox';
import { closeGateways, gatewayTo, type Passed } from './gateway';
import { ALL, jsonOf, queryOf, run, startSite, textOf } from './site';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSite({ mails: 900 });
	({ iovox } = sandbox);
	const conversation = { conversation_id: 'c-1', proxy_address: 'p@example.net' };
	const { message_id } = iovox.add.mail({ ...conversation, receive_date: '2026-01-01 00:00:00' });
	for (let mail = 0; mail < 400; mail++) iovox.add.reply(message_id);
});
afterAll(async () => await sandbox.close());
afterEach(closeGateways);

const by = (field: string, direction = 'ASC') => ({ fields: [{ field, direction }] });

const LISTS: Record<string, INodeParameters> = {
	'all mails': {},
	'the newest mails first': { sort: by('receive_date', 'DESC') },
	'mails by name': { sort: by('link_name') },
	'unread mails': { filters: { readDisposition: 'unread' } },
	'mails sorted here': { sort: by('disposition') },
	'a conversation': { operation: 'getConversation', conversationId: 'c-1' },
};

const sizeOf = ({ path }: Passed) => Number(queryOf(path).limit);

describe.each(Object.entries(LISTS))('of a service that is too slow, %s', (_which, list) => {
	const parameters = { ...ALL, ...list };

	it('come completely and once, if it is now and then', async () => {
		const expected = await jsonOf(iovox, parameters);
		const gateway = await gatewayTo(iovox, {
			arrives: ({ number }) => (number % 3 === 1 ? 504 : undefined),
		});
		const options = { pageSize: 150 };
		expect(await jsonOf(iovox, { ...parameters, options }, gateway)).toEqual(expected);
		expect(expected.length).toBeGreaterThan(400);
	});

	it('are asked for in smaller pages, if it is for large ones', async () => {
		const expected = await jsonOf(iovox, parameters);
		const gateway = await gatewayTo(iovox, {
			arrives: (passed) => (sizeOf(passed) > 130 ? 504 : undefined),
		});
		expect(await jsonOf(iovox, parameters, gateway)).toEqual(expected);
		const sizes = gateway.passed.map(sizeOf);
		expect(sizes.slice(0, 7)).toEqual([1_000, 1_000, 500, 500, 250, 250, 125]);
		expect(new Set(sizes.slice(6))).toEqual(new Set([125]));
	});

	it('are given up, if it is for every page', async () => {
		const gateway = await gatewayTo(iovox, { arrives: () => 504 });
		const result = await run(iovox, parameters, gateway);
		expect(textOf(result)).toMatch(/^iovox answered with status 504\nThe service did not find/);
		expect(result.error?.failure).toEqual({ cause: 'temporarily-unavailable' });
		expect(gateway.passed.length).toBeLessThan(20);
	});
});

it('what has to be in one answer is asked for as it is, five times', async () => {
	const gateway = await gatewayTo(iovox, { arrives: () => 504 });
	const sort = by('read_first_date', 'DESC');
	await run(iovox, { ...ALL, sort, returnAll: false, limit: 400 }, gateway);
	expect(gateway.passed.map(sizeOf)).toEqual([400, 400, 400, 400, 400]);
});
