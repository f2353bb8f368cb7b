import { idsGiven, type OddRow, OddVendor, openOf } from './oddVendor';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);

let vendor: OddVendor;
afterEach(() => vendor.close());

const ID = 1_001;
const PAGE = 3;

/**
 * A list whose order is that of time by chance, in pages of three: while it is first read, its first
 * row goes, so that it is read whole; while that goes on, the others happen.
 */
async function listOf(rows: OddRow[], happen: ReadonlyArray<() => void>): Promise<void> {
	vendor = await OddVendor.start();
	vendor.opens.set(ID, rows);
	let isReadWhole = false;
	const toHappen = [...happen];
	vendor.answer = ({ messageId, start, size }) => {
		if (messageId === undefined) return undefined;
		if (!isReadWhole && start === PAGE - 1 && size > 1) {
			rows.shift();
			isReadWhole = true;
		}
		const page = { data: rows.slice(start, start + Math.min(size, PAGE)), total: rows.length };
		if (isReadWhole && size > 2) toHappen.shift()?.();
		return page;
	};
}

describe.each(['memory', 'durable'] as const)('a list that is read whole (%s)', (mode) => {
	it.each<[string, number, (rows: OddRow[], row: OddRow) => void]>([
		['before all that was read', 1, (rows, row) => rows.unshift(row)],
		['among what was read', 1, (rows, row) => rows.splice(1, 0, row)],
		['before, on the last page', 3, (rows, row) => rows.unshift(row)],
		['behind', 1, (rows, row) => rows.push(row)],
	])('gives out once what is put in %s', async (_, pagesBefore, putIn) => {
		const rows = [60, 50, 40, 30, 20, 10, 5].map((minutes) => openOf(minutes));
		const wanted = rows.map(({ id }) => id);
		const pages = Array.from({ length: pagesBefore }, () => () => undefined as void);
		await listOf(rows, [
			...pages,
			() => {
				const row = openOf(0);
				wanted.push(row.id);
				putIn(rows, row);
			},
		]);
		const host = vendor.host({ startFrom: 'beginning' }, { mode });
		await host.activate();
		for (let poll = 0; poll < 3; poll++) await host.tick();
		expect(host.errors).toEqual([]);
		expect(idsGiven(host)).toEqual(wanted);
	});
});
