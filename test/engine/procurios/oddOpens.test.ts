import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode } from '../engine';
import { Host } from '../host';
import { closeStandIns, standIn, type StandIn } from '../standIns';

afterEach(closeStandIns);

const HALF = '\uD83D';
const good = (minute: number, more: object = {}): IDataObject => ({
	trackingCode: `c${minute}`,
	trackingId: 1,
	date: `2026-02-03T09:${String(minute).padStart(2, '0')}:00+00:00`,
	location: 'aa',
	bot: false,
	...more,
});

/** What cannot be placed in the list: no cursor can be composed of it. */
const ODD: Array<[string, object]> = [
	['whose code is null', { trackingCode: null }],
	['whose code is empty', { trackingCode: '' }],
	['whose code is an object without a text', { trackingCode: { toString: 1, valueOf: 1 } }],
	['whose code has half a sign', { trackingCode: `c${HALF}` }],
	['whose location has half a sign', { location: `aa${HALF}` }],
	['whose location is an object without a text', { location: { toString: 1 } }],
	['without a date', { date: null }],
	['whose date is no time', { date: '2026-02-03 09:02:60' }],
	['whose date is an object', { date: { toString: 1, valueOf: 1 } }],
];

/** What follows on each page of the list, in the vendor's words. */
type Links = (last: number) => object;
const noCursor: Links = () => ({ next: { href: '/x' } });
const byNumber: Links = (last) => ({ next: { href: `/x?after=2026-01-01T00:00:00_row_${last}` } });

/** Gives the rows behind the one that a cursor names, so many at once. */
async function serviceOf(rows: IDataObject[], size: number, links: Links): Promise<StandIn> {
	const cursorOf = ({ date, trackingCode, location }: IDataObject) =>
		[date, trackingCode, location].every((each) => typeof each === 'string')
			? [date, trackingCode, location].join('_')
			: 'none';
	return await standIn(({ after }) => {
		const [, number] = /_row_(\d+)$/.exec(after ?? '') ?? [];
		const named = rows.map(cursorOf).lastIndexOf(after ?? '');
		const behind = rows.findIndex(({ date }) => typeof date === 'string' && date >= (after ?? ''));
		const entered = named === -1 ? (behind === -1 ? rows.length : behind) : named + 1;
		const from = after === undefined ? 0 : number === undefined ? entered : Number(number) + 1;
		const page = rows.slice(from, from + size);
		return { body: { opens: page, _links: page.length > 0 ? links(from + size - 1) : {} } };
	});
}

const told = (rows: readonly IDataObject[]) => JSON.parse(JSON.stringify(rows)) as IDataObject[];
const parameters: INodeParameters = { resource: 'open', operation: 'getAll', returnAll: true };

describe.each([
	['whose links lead nowhere', noCursor],
	['whose links lead on', byNumber],
])('a list %s, with an open', (_links, links) => {
	describe.each(ODD)('%s', (_name, odd) => {
		const rows = () => [
			...[good(1), good(2), good(2, odd), good(2, { ...odd, bot: true })],
			...[good(3), good(4, odd), good(5), good(6)],
		];

		it.each([2, 3, 4, 8])('is read whole, %i at once', async (size) => {
			// With nothing that leads behind them, a page of nothing else is an end.
			const all = size === 2 && links === noCursor ? [...rows().slice(0, 3), good(3)] : rows();
			const service = await serviceOf(all, size, links);
			const { items, error } = await runNode({ parameters, credentials: service.credentials() });
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json)).toEqual(told(all));
		});

		it('can be read in steps, one record each', async () => {
			const all = rows();
			const service = await serviceOf(all, 3, links);
			const given: IDataObject[] = [];
			let continueAfter = '';
			for (let step = 0; step < all.length; step++) {
				const { items } = await runNode({
					parameters: {
						...parameters,
						...{ returnAll: false, limit: 1 },
						options: { includeCursor: true, continueAfter },
					},
					credentials: service.credentials(),
				});
				const { cursor, ...record } = items[0]!.json;
				given.push(record);
				continueAfter = String(cursor);
			}
			expect(given).toEqual(told(all));
		});

		it('comes once from a trigger, with what follows', async () => {
			const all = rows().slice(0, 4);
			const service = await serviceOf(all, 100, links);
			const host = new Host({
				mode: 'memory',
				credentials: service.credentials(),
				parameters: { event: 'opened', traffic: 'all', startFrom: 'beginning' },
			});
			await host.activate();
			await host.tick();
			expect(host.warnings).toEqual([expect.stringMatching(/2 records whose time or ID/)]);
			all.push(...rows().slice(4), good(30));
			for (let poll = 0; poll < 3; poll++) await host.tick();
			all.push(good(59));
			for (let poll = 0; poll < 3; poll++) await host.tick();
			expect(host.errors).toEqual([]);
			expect(host.emitted).toEqual(told(all));
			expect(host.warnings).toHaveLength(2);
			expect(host.warnings.join()).not.toContain('c2');
		});

		it('is told as an event, with what is known', async () => {
			const service = await serviceOf([good(2, odd)], 100, links);
			const host = new Host({
				mode: 'memory',
				credentials: service.credentials(),
				parameters: { event: 'opened', startFrom: 'beginning', output: 'trackingEvent' },
			});
			await host.activate();
			const [event] = host.emitted;
			expect(event).toMatchObject({ type: 'opened' });
			const isDated = typeof (told([good(2, odd)])[0] as IDataObject).date === 'string';
			if (!isDated) expect(event!.occurredAt).toBeNull();
		});
	});
});

it('is not given out where it was there at the start', async () => {
	const at = (seconds: number) => ({
		date: `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}+00:00`,
	});
	const rows = [good(2, at(-20)), good(2, { trackingCode: null, ...at(-10) })];
	const service = await serviceOf(rows, 100, noCursor);
	const host = new Host({
		mode: 'memory',
		credentials: service.credentials(),
		parameters: { event: 'opened', traffic: 'all' },
	});
	await host.activate();
	await host.tick();
	expect(host.emitted).toEqual([]);
	rows.push(good(3, { trackingCode: null, ...at(10) }));
	await host.tick();
	await host.tick();
	expect(host.emitted).toEqual([rows[2]]);
});
