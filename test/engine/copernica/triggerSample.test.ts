import type { IDataObject } from 'n8n-workflow';
import { copernicaAt } from '../credentials';
import { fetchTestEvent } from '../host';
import { startSite } from './site';

it.each(['ms', 'publisher'] as const)(
	'Fetch Test Event shows events where an account has but %s, however many are chosen',
	async (product) => {
		const other = product === 'ms' ? 'publisher' : 'ms';
		const sandbox = await startSite({ [other]: { emailings: 0 } });
		const items = await fetchTestEvent({
			credentials: copernicaAt(sandbox.copernica),
			parameters: { events: ['click', 'bounce', 'unsubscribe'], product: 'both' },
		});
		expect(items.map(({ json }) => (json as IDataObject).product)).toEqual(
			Array<string>(10).fill(product),
		);
		expect(sandbox.copernica.stats().apiCalls).toBeLessThanOrEqual(3);
		await sandbox.close();
	},
);
