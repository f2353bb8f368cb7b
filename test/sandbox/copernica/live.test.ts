import { startSandbox, type CopernicaSandbox, type SandboxOptions } from '../../../sandbox';
import { LISTS, NOW, PRODUCTS } from './client';

async function busyAccount(
	times: number,
	options: Parameters<CopernicaSandbox['happen']>[1] = {},
	site: SandboxOptions['copernica'] = {},
): Promise<CopernicaSandbox> {
	let clock = NOW;
	const { copernica, close } = await startSandbox({ copernica: { now: () => clock, ...site } });
	for (let i = 0; i < 10; i++) {
		copernica.happen(times / 10, { ...options, seed: `${options.seed ?? 1} ${i}` });
		clock += 30_000;
	}
	await close();
	return copernica;
}

it('happens in the same way for the same seed', async () => {
	const [once, again, other] = [
		await busyAccount(200),
		await busyAccount(200),
		await busyAccount(200, { seed: 2 }),
	];
	expect(again.history).toEqual(once.history);
	expect(other.history).not.toEqual(once.history);
});

it('is all that can happen, in both products, and nothing before its message was sent', async () => {
	const { history, data } = await busyAccount(3000, {}, { emailings: 0, profiles: 0 });
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

it('writes a share late, and none later than that', async () => {
	const lateness = ({ history }: CopernicaSandbox) =>
		history.map(({ at, happened }) => Math.round((at - happened) / 1000));
	const late = lateness(await busyAccount(1000, { lateShare: 0.3, maxLateSeconds: 45 }));
	expect(Math.min(...late)).toBe(0);
	expect(Math.max(...late)).toBe(45);
	expect(late.filter((seconds) => seconds > 0).length).toBeGreaterThan(100);
	expect(Math.max(...lateness(await busyAccount(300, { lateShare: 0 })))).toBe(0);
});

it('lets 50,000 things happen', async () => {
	const { history } = await busyAccount(50_000, {}, { clicks: 10_000 });
	expect(history.length).toBeGreaterThanOrEqual(50_000);
});

it('runs until it is stopped, and starts on an empty account', async () => {
	const { copernica, close } = await startSandbox({ copernica: { emailings: 0, profiles: 0 } });
	copernica.startLive({ eventsPerSecond: 2000 });
	while (copernica.history.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
	copernica.stopLive();
	const { length } = copernica.history;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(copernica.history).toHaveLength(length);
	copernica.startLive({ eventsPerSecond: 2000 });
	await close();
	const closed = copernica.history.length;
	await new Promise((resolve) => setTimeout(resolve, 120));
	expect(copernica.history).toHaveLength(closed);
});
