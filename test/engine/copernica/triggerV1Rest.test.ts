import { type CopernicaSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { Host } from '../host';
import { copernicaAt } from '../credentials';

onlyTheClockIsFake();

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-02-03T09:00:00Z');

let sandbox: Sandbox;
let copernica: CopernicaSandbox;
beforeEach(async () => {
	jest.setSystemTime(START);
	sandbox = await startSandbox({ copernica: { end: new Date(START - 2 * DAY_MS) } });
	({ copernica } = sandbox);
});
afterEach(async () => await sandbox.close());

function hostOf(): Host {
	const { hash } = copernica.data.destinations('ms')[0]!;
	return new Host({
		mode: 'memory',
		credentials: copernicaAt(copernica, { version: 'v1' }),
		parameters: { events: ['bounce', 'click'], scope: 'message', subjectId: hash },
	});
}

const click = () =>
	copernica.add.click({ destination: copernica.data.destinations('ms')[0]!.hash });

it('costs one call a poll, however long a message has been at rest', async () => {
	const host = hostOf();
	await host.activate();
	for (let day = 0; day < 60; day++) {
		for (let hour = 0; hour < 2; hour++) {
			jest.setSystemTime(START + day * DAY_MS + hour * HOUR_MS);
			const before = copernica.stats().apiCalls;
			await host.tick();
			expect(copernica.stats().apiCalls - before).toBeLessThanOrEqual(1);
		}
	}
	click();
	await host.tick();
	expect(host.emitted).toHaveLength(1);
	expect(host.errors).toEqual([]);
});

it('misses nothing of a pause of three months', async () => {
	const host = hostOf();
	await host.activate();
	for (let day = 1; day <= 90; day++) {
		jest.setSystemTime(START + day * DAY_MS);
		click();
	}
	await host.tick();
	expect(host.emitted).toHaveLength(90);
	await host.tick();
	expect(host.emitted).toHaveLength(90);
});
