import type { IDataObject } from 'n8n-workflow';
import { Encompass } from '../../nodes/Encompass/Encompass.node';
import { type Sandbox, startSandbox } from '../../sandbox';
import { encompassAt } from '../engine/credentials';
import { runNode } from '../engine/engine';
import { operationsWithRecords } from '../shared/operations';
import { expectAsInSchema } from '../shared/outputSchema';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
	sandbox.encompass.add.message({ actualSendTimestamp: null });
});
afterAll(async () => await sandbox.close());

/** All that an operation gives, for each message where it is one of a message. */
async function recordsOf(resource: string, operation: string): Promise<IDataObject[]> {
	const records: IDataObject[] = [];
	for (const { id } of sandbox.encompass.data.messages) {
		const { items, error } = await runNode({
			credentials: encompassAt(sandbox.encompass),
			parameters: {
				...{ resource, operation, returnAll: true },
				messageId: { __rl: true, mode: 'id', value: String(id) },
			},
		});
		if (error) throw error;
		records.push(...items.map(({ json }) => json));
	}
	return records;
}

it.each(operationsWithRecords(new Encompass()))(
	'the output schema of %s, operation %s, names its fields and no others',
	async (resource, operation) => {
		expectAsInSchema(['Encompass', resource, operation], await recordsOf(resource, operation));
	},
);
