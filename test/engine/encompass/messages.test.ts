import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox, Sandbox } from '../../../sandbox';
import { encompassAt } from '../credentials';
import { searchMessages } from '../engine';
import { askedOf, jsonOf, startSite } from './site';

let sandbox: Sandbox;
let site: EncompassSandbox;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeEach(async () => {
	sandbox = await startSite({
		messages: 6,
		recipients: 2,
		start: '2026-01-01T00:00:00Z',
		end: '2026-02-01T00:00:00Z',
	});
	site = sandbox.encompass;
});
afterEach(async () => await sandbox.close());

const sentAt = (time: string, more: object = {}) => {
	const at = Date.parse(time);
	const times = { actualSendTimestamp: at, scheduledDateTimestamp: at, dateAdded: at };
	return site.add.message({ ...times, ...more });
};

const filtered = async (filters: IDataObject, timezone?: string) =>
	(
		await jsonOf(
			site,
			{ resource: 'message', filters } as never,
			timezone === undefined ? {} : { timezone },
		)
	).map(({ id }) => id);

describe('Sent After and Sent Before', () => {
	it('are in the time zone of the workflow, the first inclusive, the second not', async () => {
		const ids = [
			'2026-03-09T14:59:59.999Z',
			'2026-03-09T15:00:00Z',
			'2026-03-10T14:59:59.999Z',
			'2026-03-10T15:00:00Z',
		].map((time) => sentAt(time).id);
		const day = { sentAfter: '2026-03-10', sentBefore: '2026-03-11T00:00:00' };
		expect(await filtered(day, 'Asia/Tokyo')).toEqual([ids[1], ids[2]]);
		expect(await filtered(day, 'UTC')).toEqual([ids[2], ids[3]]);
		const withZone = { sentAfter: '2026-03-10T00:00:00+09:00', sentBefore: '2026-03-10T15:00:00Z' };
		expect(await filtered(withZone, 'America/New_York')).toEqual([ids[1], ids[2]]);
	});

	it('may stand alone, or be empty', async () => {
		const ids = site.data.messages.map(({ id }) => id);
		const third = new Date(site.data.messages[2]!.actualSendTimestamp!).toISOString();
		expect(await filtered({ sentAfter: third })).toEqual(ids.slice(2));
		expect(await filtered({ sentBefore: third })).toEqual(ids.slice(0, 2));
		expect(await filtered({ sentAfter: '', sentBefore: '' })).toEqual(ids);
		expect(await filtered({ sentAfter: third, sentBefore: third })).toEqual([]);
	});

	it('from before 2016 are taken as 2016: there is nothing from before', async () => {
		const asked = askedOf(site);
		const all = await filtered({ sentAfter: '1999-12-31' });
		expect(all).toEqual(site.data.messages.map(({ id }) => id));
		await filtered({ sentBefore: '2010-01-01' });
		for (const path of asked()) expect(path).toMatch(/fromTimestamp=1451606400000&/);
	});

	it('are no dates: that is said before anything is sent', async () => {
		const asked = askedOf(site);
		await expect(filtered({ sentAfter: 'last week' })).rejects.toThrow(
			/Sent After "last week" is no date/,
		);
		await expect(filtered({ sentBefore: '20260-01-01' })).rejects.toThrow(/Sent Before/);
		expect(asked()).toEqual([]);
	});

	it.each(['actualSend', 'scheduled', 'dateAdded'] as const)(
		'give the same messages, if the service filters by %s',
		async (timestampFilter) => {
			site.setSwitches({ timestampFilter });
			const sent = Date.parse('2026-03-10T12:00:00Z');
			const early = { scheduledDateTimestamp: sent - 6 * DAY };
			const late = { dateAdded: sent + 6 * DAY };
			const ids = [{}, early, late, { ...early, ...late }].map(
				(more) => sentAt('2026-03-10T12:00:00Z', more).id,
			);
			// Scheduled or written in the period, and sent at another time.
			sentAt('2026-03-12T12:00:00Z', { scheduledDateTimestamp: sent });
			sentAt('2026-03-05T12:00:00Z', { dateAdded: sent });
			const day = { sentAfter: '2026-03-10T00:00:00Z', sentBefore: '2026-03-11T00:00:00Z' };
			expect((await filtered(day)).sort()).toEqual(ids.sort());
		},
	);

	it('take a message that is not sent yet by its schedule', async () => {
		const scheduledDateTimestamp = Date.parse('2026-03-10T12:00:00Z');
		const { id } = site.add.message({ actualSendTimestamp: null, scheduledDateTimestamp });
		for (const unsent of ['null', 'zero', 'absent'] as const) {
			site.setSwitches({ unsent });
			const day = { sentAfter: '2026-03-10T00:00:00Z', sentBefore: '2026-03-11T00:00:00Z' };
			expect(await filtered(day)).toEqual([id]);
		}
	});
});

describe('the list behind From List', () => {
	it.each(['ascending', 'descending'] as const)(
		'shows the newest message first, if the service has them %s',
		async (messageOrder) => {
			site.setSwitches({ messageOrder });
			const { results, paginationToken } = await searchMessages(encompassAt(site));
			const newest = [...site.data.messages].sort(
				(a, b) => b.actualSendTimestamp! - a.actualSendTimestamp!,
			);
			expect(results.map(({ value }) => value)).toEqual(newest.map(({ id }) => String(id)));
			expect(paginationToken).toBeUndefined();
			const [first] = newest;
			const day = new Date(first!.actualSendTimestamp!).toISOString().slice(0, 10);
			const names = [first!.subjectLine, first!.emailName].filter(Boolean).join(' – ');
			expect(results[0]!.name).toBe(`${names || 'No subject'} (${day})`);
			expect(results[0]!.url).toBeUndefined();
		},
	);

	it.each(['null', 'zero', 'absent'] as const)(
		'shows a message that is not sent yet (%s) by its schedule',
		async (unsent) => {
			site.setSwitches({ unsent });
			const scheduledDateTimestamp = Date.parse('2030-05-06T12:00:00Z');
			const given = { actualSendTimestamp: null, scheduledDateTimestamp, subjectLine: 'To come' };
			const { id, emailName } = site.add.message(given);
			const { results } = await searchMessages(encompassAt(site));
			const name = ['To come', emailName].filter(Boolean).join(' – ');
			expect(results[0]).toMatchObject({ value: String(id), name: `${name} (2030-05-06)` });
		},
	);

	it('finds by subject, name, day or ID', async () => {
		const sent = sentAt('2026-03-10T12:00:00Z', {
			subjectLine: 'Été à Québec',
			emailName: 'May dinner',
		});
		for (const filter of ['ÉTÉ À', ' may din', '2026-03-10', String(sent.id)]) {
			const { results } = await searchMessages(encompassAt(site), filter);
			expect(results.map(({ value }) => value)).toEqual([String(sent.id)]);
		}
		expect((await searchMessages(encompassAt(site), 'no such mail')).results).toEqual([]);
	});

	it('names a message without subject and name', async () => {
		const { id } = sentAt('2026-03-10T12:00:00Z', { subjectLine: '', emailName: '' });
		const { results } = await searchMessages(encompassAt(site));
		const found = results.find(({ value }) => value === String(id));
		expect(found!.name).toBe('No subject (2026-03-10)');
	});

	it('shows the newest of some thousands', async () => {
		for (let count = 0; count < 2_300; count++) sentAt('2026-03-10T12:00:00Z');
		const newest = sentAt('2026-03-11T12:00:00Z');
		site.setSwitches({ messageOrder: 'descending' });
		const { results } = await searchMessages(encompassAt(site));
		expect(results).toHaveLength(2_307);
		expect(results[0]!.value).toBe(String(newest.id));
	});
});
