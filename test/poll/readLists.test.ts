import fc from 'fast-check';
import { givenFields } from '../../nodes/shared/params';
import { readLists } from '../../nodes/shared/poll/readLists';
import {
	type FollowedList,
	MOST_CHARACTERS,
	type PollResult,
	type StartFrom,
} from '../../nodes/shared/poll/source';
import type { ListStates } from '../../nodes/shared/poll/storedState';
import type { Transport } from '../../nodes/shared/transport/transport';

interface Place {
	/** The number of the next event. */
	next: number;
	/** What it remembers, and can forget. */
	memory: string;
}

const START: StartFrom = 'now';
const transport = {} as Transport;

/** A list of numbered events, which can be told to fail, and to remember much. */
class NumberedList implements FollowedList<Place> {
	length = 0;
	/** What it fails with: before it has given any, or behind this many. */
	fails: { after: number } | undefined;
	memory = '';
	readonly failedContacts: Array<number | undefined> = [];

	constructor(readonly key: string) {}

	isState = (value: unknown): value is Place => typeof value === 'object';
	sample = async () => await Promise.resolve([]);

	async read(
		prior: Place | undefined,
		_transport: Transport,
		{ most, failedContact }: { most: number; failedContact: number | undefined },
	): Promise<PollResult<Place>> {
		if (!prior) this.failedContacts.push(failedContact);
		const { fails, memory } = this;
		if (fails?.after === 0 && !prior) throw new Error(`${this.key} fails`);
		const from = prior?.next ?? 0;
		const to = Math.min(this.length, from + Math.min(most, fails?.after ?? Infinity));
		const events = Array.from({ length: to - from }, (_, index) => ({
			record: { list: this.key, number: from + index },
			ordinal: 1,
		}));
		return await Promise.resolve({
			events,
			state: { next: to, memory },
			interrupted: fails ? new Error(`${this.key} fails`) : undefined,
			ledOn: !fails || to > from,
			shortened: false,
		});
	}

	forgetOldest({ memory, ...state }: Place) {
		if (memory === '') return undefined;
		return { state: { ...state, memory: memory.slice(1_000) }, isMissed: true };
	}
}

const poll = async (lists: NumberedList[], prior: ListStates, most = 10, asksAlike = false) =>
	await readLists({ lists, asksAlike }, prior, transport, {
		fields: givenFields({}),
		startFrom: () => START,
		most,
		signal: new AbortController().signal,
		deadline: Infinity,
	});

const numbered = (count: number) =>
	Array.from({ length: count }, (_, index) => new NumberedList(`list ${index}`));

it('gives each list its events once and in order, a list with a backlog holding up no other', async () => {
	const step = fc.record({
		grow: fc.array(fc.nat({ max: 30 }), { minLength: 4, maxLength: 4 }),
		asksAlike: fc.boolean(),
		fails: fc.option(fc.record({ list: fc.nat({ max: 3 }), after: fc.nat({ max: 3 }) })),
		most: fc.integer({ min: 1, max: 12 }),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 4 }),
			fc.array(step, { maxLength: 12 }),
			async (count, steps) => {
				const lists = numbered(count);
				const got = new Map(lists.map(({ key }) => [key, 0]));
				let state: ListStates = { lists: {} };
				const take = async (most: number, asksAlike = false) => {
					const reading = await poll(lists, state, most, asksAlike);
					expect(reading.events.length).toBeLessThanOrEqual(most);
					for (const { record } of reading.events) {
						const key = String(record.list);
						expect(record.number).toBe(got.get(key));
						got.set(key, got.get(key)! + 1);
					}
					state = JSON.parse(JSON.stringify(reading.state)) as ListStates;
					return reading;
				};
				for (const { grow, fails, most, asksAlike } of steps) {
					lists.forEach((list, index) => {
						list.length += grow[index]!;
						list.fails = fails?.list === index ? { after: fails.after } : undefined;
					});
					await take(most, asksAlike);
				}
				for (const list of lists) list.fails = undefined;
				// One that has come to its end waits for as many polls as there are lists at most.
				const waiting = lists.filter(({ key, length }) => got.get(key)! < length);
				const before = new Map(got);
				for (let turn = 0; turn < count; turn++) await take(1);
				for (const { key } of waiting) expect(got.get(key)!).toBeGreaterThan(before.get(key)!);
				while ((await take(50)).events.length > 0);
				for (const { key, length } of lists) expect(got.get(key)).toBe(length);
			},
		),
		{ numRuns: 60 },
	);
});

it('begins a list that is added anew, goes on with the others, and drops one that is left out', async () => {
	const [a, b] = numbered(2) as [NumberedList, NumberedList];
	a.length = 3;
	b.length = 2;
	const first = await poll([a], { lists: {} });
	const both = await poll([a, b], first.state);
	expect(both.events.map(({ record }) => record.list)).toEqual(['list 1', 'list 1']);
	const alone = await poll([b], both.state);
	expect(Object.keys(alone.state.lists)).toEqual(['list 1']);
	const again = await poll([a, b], alone.state);
	expect(again.events).toHaveLength(3);
});

it('tells a list that could not be read, or not yet, when it was to be read first', async () => {
	const lists = numbered(3) as [NumberedList, NumberedList, NumberedList];
	lists[0].length = 10;
	lists[1].fails = { after: 0 };
	const began = Date.now();
	const first = await poll(lists, { lists: {} });
	expect(first.state.lists['list 2']!.failedContact).toBeGreaterThanOrEqual(began);
	expect(first.state.next).toBe('list 1');
	const second = await poll(lists, first.state);
	expect(second.interruptions.map(({ isFirstContact }) => isFirstContact)).toEqual([false]);
	for (const { failedContacts } of lists.slice(1)) {
		expect(failedContacts.every((each) => each! >= began)).toBe(true);
	}
	expect(second.state.lists['list 1']).toEqual(first.state.lists['list 1']);
	expect(second.state.lists['list 2']!.place).toBeDefined();
});

it('notes the failures of all lists, and whether they got on', async () => {
	const [a, b, c] = numbered(3) as [NumberedList, NumberedList, NumberedList];
	const { state } = await poll([a, b], { lists: {} });
	Object.assign(a, { length: 5, fails: { after: 2 } });
	b.fails = { after: 1 };
	c.fails = { after: 0 };
	const { events, interruptions } = await poll([a, b, c], state);
	expect(events).toHaveLength(2);
	expect(interruptions.map(({ error, ...rest }) => [error.message, rest])).toEqual([
		['list 0 fails', { isFirstContact: false, ledOn: true }],
		['list 1 fails', { isFirstContact: false, ledOn: false }],
		['list 2 fails', { isFirstContact: true, ledOn: false }],
	]);
});

it('forgets the oldest of the largest states until all of them fit', async () => {
	const lists = numbered(3) as [NumberedList, NumberedList, NumberedList];
	lists[0].memory = 'x'.repeat(100_000);
	lists[1].memory = 'x'.repeat(240_000);
	const { state, shortened } = await poll(lists, { lists: {} });
	expect(shortened).toBe(true);
	expect(JSON.stringify(state.lists).length).toBeLessThanOrEqual(MOST_CHARACTERS + 100);
	const sizes = Object.values(state.lists).map(({ place }) => (place as Place).memory.length);
	expect(sizes[0]).toBe(100_000);
	expect(sizes[1]).toBeGreaterThan(130_000);
});
