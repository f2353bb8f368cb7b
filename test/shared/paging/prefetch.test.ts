import fc from 'fast-check';
import type { Page, PageRequest, Pager } from '../../../nodes/shared/feed';
import { walk } from '../../../nodes/shared/paging/walk';
import type { Transport } from '../../../nodes/shared/transport/transport';

const requestOf = (number: number): PageRequest => ({
	path: '/pages',
	query: { number: String(number) },
});

/** A list of so many pages, each with its number as its one record, all of which can be asked for. */
function pagerOf(pages: number): Pager<number> {
	let next = 0;
	return {
		first: requestOf(0),
		read({ body }) {
			expect(body).toBe(next);
			next++;
			const page: Page<number> = {
				records: [body as number],
				ordinal: () => 1,
				cursorAfter: () => '',
			};
			const rest = Array.from({ length: Math.max(0, pages - next) }, (_, n) => requestOf(next + n));
			return { page, next: rest[0], expected: rest.slice(1) };
		},
	};
}

it('keeps no more answers than may be asked for at once, in whatever order they come, however slow their use', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 1, max: 30 }),
			fc.integer({ min: 1, max: 8 }),
			fc.infiniteStream(fc.boolean()),
			async (scheduler, pages, requestsAtOnce, isSlow) => {
				let asked = 0;
				let used = 0;
				let most = 0;
				const answer = scheduler.scheduleFunction(async (number: number) => number);
				const transport = {
					requestsAtOnce,
					async get({ query }: PageRequest) {
						asked++;
						most = Math.max(most, asked - used);
						return { body: await answer(Number(query!.number)), headers: {} };
					},
					checkLink() {},
				} as unknown as Transport;
				const given: number[] = [];
				const walking = (async () => {
					for await (const { page } of walk(pagerOf(pages), transport, { name: 'pages' })) {
						const { records } = page;
						if (isSlow.next().value) await scheduler.schedule(Promise.resolve());
						given.push(...records);
						used++;
					}
				})();
				await scheduler.waitFor(walking);
				expect(given).toEqual(Array.from({ length: pages }, (_, number) => number));
				expect(asked).toBe(pages);
				// The page that is used is one more.
				expect(most).toBeLessThanOrEqual(requestsAtOnce + 1);
			},
		),
	);
});
