import { busy } from '../vendors';
import { LISTS, PRODUCTS } from './client';

it('is all that can happen, in both products, and nothing before its message was sent', async () => {
	const { history, data } = await busy('copernica', 3000, {}, { emailings: 0, profiles: 0 });
	for (const product of PRODUCTS) {
		const kinds = new Set(
			history.flatMap((entry) => (entry.product === product ? [entry.kind] : [])),
		);
		const all = [...Object.values(LISTS), 'emailing', 'destination'];
		expect([...kinds].sort()).toEqual([...all].sort());
		for (const kind of Object.values(LISTS)) {
			for (const row of data.events(product, kind)) {
				const sent = data.destination(product, row.destination)?.timestamp ?? Infinity;
				expect(row.timestamp).toBeGreaterThanOrEqual(sent);
			}
		}
	}
	for (const { at, happened } of history) expect(happened).toBeLessThanOrEqual(at);
	expect(history.filter(({ kind }) => kind === 'emailing').length).toBeLessThan(60);
});

it('lets 50,000 things happen', async () => {
	const { history } = await busy('copernica', 50_000, {}, { clicks: 10_000 });
	expect(history.length).toBeGreaterThanOrEqual(50_000);
});
