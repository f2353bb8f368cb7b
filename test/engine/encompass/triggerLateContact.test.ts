import { onlyTheClockIsFake } from '../../time';
import { idsGiven, OddVendor, openOf } from './oddVendor';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);
onlyTheClockIsFake();

const DAY_MS = 86_400_000;

it('watches what was to be watched at a first contact that failed for days', async () => {
	jest.setSystemTime(Date.parse('2026-02-03T09:00:00Z'));
	const vendor = await OddVendor.start(1, 25);
	vendor.answer = () => 503;
	const host = vendor.host({ watchedDays: 30 });
	await host.activate();
	const rows = [openOf(-1)];
	vendor.opens.set(vendor.messages[0]!.id, rows);
	jest.setSystemTime(Date.now() + 12 * DAY_MS);
	vendor.answer = () => undefined;
	await host.tick();
	expect(idsGiven(host)).toEqual(rows.map(({ id }) => id));
	vendor.close();
});
