import type { IDataObject } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode } from '../engine';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ procurios: { emails: 3 } })));
afterAll(async () => await sandbox.close());

const DAY_MS = 24 * 60 * 60 * 1_000;

async function run(timeout: unknown, operation = 'getAll') {
	return await runNode({
		credentials: procuriosAt(sandbox.procurios),
		parameters: {
			...{ resource: 'email', operation, returnAll: true },
			requestOptions: { timeout: '={{ $json.timeout }}' },
		},
		items: [{ json: { timeout } as IDataObject }],
	});
}

it.each(['getAll', 'export'])(
	'Timeout is no other than a number of ms, in %s',
	async (operation) => {
		const asked = sandbox.procurios.requests.length;
		const odd = [
			25 * DAY_MS,
			2 ** 31,
			DAY_MS + 1,
			[5],
			{ a: 1 },
			-1,
			0.5,
			NaN,
			true,
			'a minute',
			1e21,
		];
		for (const timeout of odd) {
			const { error } = await run(timeout, operation);
			expect(error?.message).toMatch(/^Timeout must be (?:a whole number|86,400,000 or less)/);
		}
		expect(sandbox.procurios.requests).toHaveLength(asked);
	},
);

it.each([DAY_MS, 5_000, ' 5000 ', 0, '', null, undefined])('Timeout may be %j', async (timeout) => {
	const { error, items } = await run(timeout);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(3);
});
