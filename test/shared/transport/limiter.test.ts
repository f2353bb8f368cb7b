import { Limiter, type Verdict } from '../../../nodes/shared/transport/limiter';
import { FakeTime, settled } from './fakeTime';

/** What a vendor of the test answers. */
type Told = Verdict | { busyFor: number };

/** A request that ends when the test says so. */
function request() {
	let end!: (told?: Told) => void;
	const ended = new Promise<Told>((resolve) => (end = (told = 'good') => resolve(told)));
	return { end, ended };
}

const options = {
	of: {},
	ceiling: 8,
	judge: (told: Told): Verdict => (typeof told === 'string' ? told : 'busy'),
	restAfter: (told: Told) => (typeof told === 'string' ? undefined : told.busyFor),
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

function start() {
	const time = new FakeTime();
	const limiter = new Limiter(time);
	/** One request after the other, each of which takes a while. */
	const serve = async (answers: Array<{ told?: Told; took?: number }>, of: object = options.of) => {
		for (const { told = 'good', took = 10 } of answers) {
			const { end, ended } = request();
			const running = limiter.run(async () => await ended, { ...options, of });
			await settled();
			await time.pass(took);
			end(told);
			await running;
		}
	};
	return { time, limiter, serve };
}

it('begins with two at a time and starts the next in the order of asking', async () => {
	const { limiter } = start();
	const requests = times(5, undefined).map(request);
	const started: number[] = [];
	const runs = requests.map(({ ended }, index) =>
		limiter.run(async () => {
			started.push(index);
			return await ended;
		}, options),
	);
	await settled();
	expect(started).toEqual([0, 1]);
	requests[1]!.end();
	await settled();
	expect(started).toEqual([0, 1, 2]);
	requests.forEach(({ end }) => end());
	await Promise.all(runs);
	expect(started).toEqual([0, 1, 2, 3, 4]);
});

it('rises to the ceiling while answers are good, and no further', async () => {
	const { limiter, serve } = start();
	await serve(times(100, {}));
	expect(limiter.state.window).toBe(8);
});

it('halves on strain, down to one, and rises again', async () => {
	const { limiter, time, serve } = start();
	await serve(times(100, {}));
	const windows: number[] = [];
	for (let strains = 0; strains < 5; strains++) {
		await serve([{ told: 'strained' }]);
		windows.push(limiter.state.window);
		await time.pass(limiter.rest);
	}
	expect(windows).toEqual([4, 2, 1, 1, 1]);
	await serve(times(100, {}));
	expect(limiter.state.window).toBe(8);
});

it('halves once for requests that were under way together', async () => {
	const { limiter, time, serve } = start();
	await serve(times(100, {}));
	const requests = times(8, undefined).map(request);
	const runs = requests.map(({ ended }) => limiter.run(async () => await ended, options));
	await settled();
	await time.pass(10);
	requests.forEach(({ end }) => end('strained'));
	await Promise.all(runs);
	expect(limiter.state.window).toBe(4);
});

describe('a vendor that wants to be left alone', () => {
	/** Starts a request and says whether it is under way. */
	const ask = (limiter: Limiter, more: object = {}) => {
		const one = { started: false, ...request() };
		const running = limiter
			.run(
				async () => {
					one.started = true;
					return await one.ended;
				},
				{ ...options, ...more },
			)
			.catch((error: Error) => error);
		return Object.assign(one, { running });
	};

	it('for so many seconds is asked by nobody before they are over', async () => {
		const { limiter, time, serve } = start();
		await serve([{ told: { busyFor: 30_000 } }]);
		const others = [ask(limiter), ask(limiter, { of: {} })];
		await time.pass(29_999);
		expect(others.map(({ started }) => started)).toEqual([false, false]);
		await time.pass(1);
		await settled();
		// The one was told to wait, so it is one at a time.
		expect(others.map(({ started }) => started)).toEqual([true, false]);
		others.forEach(({ end }) => end());
		await Promise.all(others.map(async ({ running }) => await running));
	});

	it('for longer by a later answer is left alone for as long as that', async () => {
		const { limiter, time } = start();
		const [first, second] = [ask(limiter), ask(limiter)];
		await settled();
		first.end({ busyFor: 10_000 });
		await first.running;
		const third = ask(limiter);
		await time.pass(5_000);
		second.end({ busyFor: 30_000 });
		await second.running;
		await time.pass(29_999);
		expect(third.started).toBe(false);
		await time.pass(1);
		await settled();
		expect(third.started).toBe(true);
	});

	it('says how long, and keeps no timer that nobody waits for', async () => {
		const { limiter, time, serve } = start();
		await serve([{ told: { busyFor: 30_000 } }]);
		expect([limiter.rest, time.pausing]).toEqual([30_000, 0]);
		const cancel = new AbortController();
		const one = ask(limiter, { signal: cancel.signal });
		expect(time.pausing).toBe(1);
		cancel.abort(new Error('cancelled'));
		expect(time.pausing).toBe(0);
		// In the same turn: it has a timer of its own.
		const other = ask(limiter);
		await one.running;
		expect(time.pausing).toBe(1);
		await time.pass(30_000);
		await settled();
		expect([limiter.rest, other.started]).toEqual([0, true]);
	});

	it('without saying for how long is asked less and less, until it answers well', async () => {
		const { limiter, time, serve } = start();
		const rests: number[] = [];
		for (let strains = 0; strains < 7; strains++) {
			await serve([{ told: 'busy' }]);
			rests.push(limiter.rest);
			await time.pass(limiter.rest);
		}
		expect(rests).toEqual([0, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
		await serve([{}, { told: 'busy' }, { told: 'busy' }]);
		expect(limiter.rest).toBe(500);
	});
});

describe('a run that asks for one at a time', () => {
	const one = { ...options, of: {}, ceiling: 1 };
	const many = { ...options, of: {} };

	/** So many requests of a run, each of which ends when the test says so. */
	const ask = (limiter: Limiter, count: number, how: typeof options) =>
		times(count, undefined).map(() => {
			const each = { started: false, ...request() };
			void limiter.run(async () => {
				each.started = true;
				return await each.ended;
			}, how);
			return each;
		});

	it('does not hold up others while it waits for its own answer', async () => {
		const { limiter, serve } = start();
		await serve(times(100, {}));
		const own = ask(limiter, 3, one);
		const others = ask(limiter, 5, many);
		await settled();
		expect(own.map(({ started }) => started)).toEqual([true, false, false]);
		expect(others.every(({ started }) => started)).toBe(true);
	});

	it('has its turn although others always wait', async () => {
		const { limiter, serve } = start();
		await serve(times(100, {}));
		const others = ask(limiter, 40, many);
		const own = ask(limiter, 3, one);
		for (let ends = 0; ends < 6; ends++) {
			for (const each of [others[ends]!, ...own.filter(({ started }) => started)]) {
				each.end();
				await settled();
			}
		}
		expect(own.every(({ started }) => started)).toBe(true);
		expect(others.filter(({ started }) => started).length).toBeLessThan(20);
	});

	it('shares its one with another such run', async () => {
		const { limiter, serve } = start();
		await serve(times(100, {}));
		const own = ask(limiter, 2, one);
		const same = ask(limiter, 2, { ...one, of: {} });
		await settled();
		expect([...own, ...same].filter(({ started }) => started)).toHaveLength(1);
		const inTurn = [own[0]!, own[1]!, same[0]!, same[1]!];
		for (const [place, each] of inTurn.entries()) {
			expect(inTurn.map(({ started }) => started)).toEqual(
				inTurn.map((_, before) => before <= place),
			);
			each.end();
			await settled();
		}
	});
});

describe('rising latency', () => {
	const served = async (answers: Array<{ took: number }>) => {
		const all = start();
		await all.serve(times(100, { took: 200 }));
		await all.serve(answers);
		return all;
	};

	it('is strain', async () => {
		const { limiter } = await served(times(6, { took: 4_000 }));
		expect(limiter.state.window).toBeLessThan(8);
	});

	it('is strain once, where answers are quick at the new pace', async () => {
		const { limiter } = await served([{ took: 4_000 }, { took: 4_000 }, { took: 200 }]);
		expect(limiter.state.window).toBe(4);
	});

	it('is not what one slow answer shows', async () => {
		const { limiter } = await served([{ took: 4_000 }, ...times(20, { took: 200 })]);
		expect(limiter.state.window).toBe(8);
	});

	it('that stays is what the vendor is like', async () => {
		const { limiter, serve } = await served(times(6, { took: 4_000 }));
		await serve(times(100, { took: 4_000 }));
		expect(limiter.state.window).toBe(8);
	});

	it('that passes is forgotten', async () => {
		const { limiter, serve } = await served(times(6, { took: 4_000 }));
		await serve(times(60, { took: 200 }));
		expect(limiter.state.window).toBe(8);
	});

	it('is not what one quick answer shows', async () => {
		const { limiter, serve } = start();
		await serve([{ took: 3 }, ...times(200, { took: 1_200 })]);
		expect(limiter.state.window).toBe(8);
	});

	it('is not what another run shows, whose answers are quick', async () => {
		const { limiter, serve } = start();
		const [pages, polls] = [{}, {}];
		await serve(times(100, { took: 1_500 }), pages);
		for (let minutes = 0; minutes < 20; minutes++) {
			await serve([{ took: 30 }], polls);
			await serve(times(5, { took: 1_500 }), pages);
			expect(limiter.state.window).toBe(8);
		}
	});
});

it('learns nothing from an answer that was none', async () => {
	const { limiter, serve } = start();
	await serve(times(50, { told: 'neither' }));
	expect(limiter.state.window).toBe(2);
});

it('gives the place in the queue back when the run is cancelled', async () => {
	const { limiter } = start();
	const first = [request(), request()];
	const runs = first.map(({ ended }) => limiter.run(async () => await ended, options));
	const cancel = new AbortController();
	const answer = async (): Promise<Told> => 'good';
	const waiting = limiter.run(answer, { ...options, signal: cancel.signal });
	const last = limiter.run(answer, options);
	cancel.abort(new Error('cancelled'));
	await expect(waiting).rejects.toThrow('cancelled');
	first.forEach(({ end }) => end());
	await Promise.all([...runs, last]);
	expect(limiter.state).toMatchObject({ active: 0, waiting: 0 });
});
