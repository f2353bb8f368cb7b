import { NodeApiError } from 'n8n-workflow';
import type { PageRequest } from '../../../nodes/shared/feed';
import { notACursor } from '../../../nodes/shared/paging/page';
import { idsOf, IndexedVendor, walked } from './indexedVendor';
import { NumberedVendor, walked as walkedByNumber } from './numberedVendor';

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const rows = (last: number) => upTo(last).map((id) => ({ id, place: id }));

/** Answers some requests otherwise. */
function otherwise<V extends { answer(request: PageRequest): Promise<unknown> }>(
	vendor: V,
	change: (request: PageRequest, answer: object, times: number) => unknown,
): V {
	const get = vendor.answer.bind(vendor);
	const asked = new Map<string, number>();
	vendor.answer = async (request) => {
		const key = JSON.stringify(request.query);
		asked.set(key, (asked.get(key) ?? 0) + 1);
		return await change(request, (await get(request)) as object, asked.get(key)!);
	};
	return vendor;
}

const offsetVendor = (total: boolean, count = 3_509) =>
	new IndexedVendor(upTo(count), { size: 1_000, total });
const firstPage = { records: upTo(1_000).map((id) => ({ id })), total: undefined };

describe('an offset list', () => {
	it('whose second page is once the first is read whole', async () => {
		const vendor = otherwise(offsetVendor(false), ({ query }, answer, times) =>
			query!.from === '999' && times === 1 ? firstPage : answer,
		);
		expect(idsOf(await walked(vendor))).toEqual(upTo(3_509));
	});

	it.each([
		['one page', ({ query }: PageRequest) => query!.from === '999', undefined],
		['each page', () => true, undefined],
		['each page, which counts more', () => true, 3_712],
	])('whose answer to %s is the first for ever is an error', async (_which, isWrong, total) => {
		const vendor = otherwise(offsetVendor(false), (request, answer) =>
			isWrong(request) ? { ...firstPage, total } : answer,
		);
		await expect(walked(vendor)).rejects.toThrow('The list of rows does not move on');
	});

	it.each([1, 40])('that counts %s too many ends where the last of them is not', async (more) => {
		const vendor = otherwise(offsetVendor(true, 5), (_request, answer) => ({
			...answer,
			total: 5 + more,
		}));
		expect(idsOf(await walked(vendor))).toEqual(upTo(5));
	});

	it.each([6, 46])('of %s, of which one comes behind an empty place, has a gap', async (count) => {
		const vendor = otherwise(offsetVendor(true, count), ({ query }, answer) => {
			const isThere = ({ id }: { id: number }) => id <= 4 || (id === count && query!.most === '1');
			const { records } = answer as { records: Array<{ id: number }> };
			return { ...answer, records: records.filter(isThere) };
		});
		await expect(walked(vendor)).rejects.toMatchObject({
			message: 'The list of rows came with a gap',
			description: expect.stringMatching(
				`has 4 of ${count} that the service counts, and more at place ${count}\\.`,
			) as string,
		});
	});
});

describe('a list with numbered pages', () => {
	it.each([
		[1, 1],
		[1, Infinity],
		[2, Infinity],
	])('whose page %s is short %s times, though others follow', async (page, most) => {
		const vendor = otherwise(
			new NumberedVendor(rows(3_500), { size: 1_000 }),
			({ query }, answer, times) =>
				query!.page === String(page) && times <= most
					? { ...answer, records: (answer as { records: object[] }).records.slice(0, 7) }
					: answer,
		);
		const walk = walkedByNumber(vendor).then(idsOf);
		if (most === 1) return expect(await walk).toEqual(upTo(3_500));
		const failure = await walk.catch((error: Error & { description: string }) => error);
		expect(failure).toMatchObject({ message: 'The list of rows came with a gap' });
		const { description } = failure as { description: string };
		expect(description).toMatch(/has 7, .* 1000/);
		expect(description).toContain('3500');
	});

	const node = { id: '', name: '', type: '', typeVersion: 1, position: [0, 0], parameters: {} };

	it.each([
		[1_000, 0, true],
		[1_000, 1, false],
	])('of %s records, %s more counted, behind which is no page', async (count, more, ends) => {
		const vendor = otherwise(
			new NumberedVendor(rows(count), { size: 1_000 }),
			async ({ query }, answer) =>
				query!.page === '1'
					? { ...answer, total: count + more }
					: await Promise.reject(new NodeApiError(node as never, {}, { httpCode: '404' })),
		);
		const walk = walkedByNumber(vendor).then(idsOf);
		if (ends) expect(await walk).toEqual(upTo(count));
		else await expect(walk).rejects.toMatchObject({ httpCode: '404' });
	});

	it.each([
		['records', { total: 3_500, pages: undefined }],
		['pages', { total: undefined, pages: 4 }],
	])(
		'whose second page is empty, though the last of the counted %s is not',
		async (_what, count) => {
			const vendor = otherwise(
				new NumberedVendor(rows(3_500), { size: 1_000 }),
				({ query }, answer) => ({
					...answer,
					...count,
					...(query!.page === '2' ? { records: [] } : {}),
				}),
			);
			await expect(walkedByNumber(vendor)).rejects.toMatchObject({
				message: 'The list of rows came with a gap',
				description: expect.stringMatching(
					/^Page 2 is empty, and a later one has 500\. In all, 1000 came, and the service counts (?:3500|4)\./,
				) as string,
			});
		},
	);

	it('that counts one too many ends where the last of them is not', async () => {
		const vendor = otherwise(new NumberedVendor(rows(5), { size: 1_000 }), (_request, answer) => ({
			...answer,
			total: 6,
		}));
		expect(idsOf(await walkedByNumber(vendor))).toEqual(upTo(5));
	});
});

it('a cursor that is none is shown in one line, not too long, and without half a character', () => {
	const typed = `a\ud83d\n${'b'.repeat(500)}`;
	const { message, description } = notACursor(typed, 'rows', '5');
	expect(message).toBe(`"a ${'b'.repeat(58)}" is no cursor of the list of rows`);
	expect(description).toContain('such as "5"');
});
