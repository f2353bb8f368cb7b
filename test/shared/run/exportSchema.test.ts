import type { INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import {
	copernicaAt,
	encompassAt,
	iovoxAt,
	type MemoryCredentials,
	procuriosAt,
} from '../../engine/credentials';
import { runNode } from '../../engine/engine';
import { expectAsInFile } from '../outputSchema';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(async () => await sandbox.close());

const cases: Array<[string, (sandbox: Sandbox) => [MemoryCredentials, INodeParameters]]> = [
	['Procurios, opens', (all) => [procuriosAt(all.procurios), { resource: 'open' }]],
	[
		'Procurios, links, which have neither times nor a cursor',
		(all) => [
			procuriosAt(all.procurios),
			{ resource: 'link', emailId: byId(all.procurios.data.emails[0]!.trackingId) },
		],
	],
	[
		'Encompass, activity of a message',
		({ encompass }) => [
			encompassAt(encompass),
			{
				...{ resource: 'message', operation: 'exportActivity' },
				messageId: byId(encompass.data.messages[0]!.id),
			},
		],
	],
	['Iovox, e-mails', ({ iovox }) => [iovoxAt(iovox), { resource: 'email' }]],
	['Copernica, clicks', ({ copernica }) => [copernicaAt(copernica), { resource: 'click' }]],
];

const byId = (id: number) => ({ __rl: true, mode: 'id', value: String(id) });

it.each(cases)(
	'the output schema of every export names the fields of its items and no others: %s',
	async (_name, of) => {
		const [credentials, parameters] = of(sandbox);
		const { items, error } = await runNode({
			credentials,
			parameters: { operation: 'export', returnAll: true, ...parameters },
		});
		expect(error).toBeUndefined();
		expectAsInFile(
			'shared/run/export/schema.json',
			items.map(({ json }) => json),
		);
	},
);
