import fc from 'fast-check';
import { Limiter, type Verdict } from '../../nodes/shared/limiter';

/** A request that ends when the test says so. */
function request() {
	let end!: (strained?: boolean) => void;
	const ended = new Promise<boolean>((resolve) => (end = (strained = false) => resolve(strained)));
	return { end, ended };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const judge = (strained: boolean) => (strained ? 'strained' : 'good') as Verdict;
const options = { ceiling: 8, judge };

/** Keeps the limiter busy and ends one request after the other; the clock moves by `took` each. */
async function serve(
	limiter: Limiter,
	clock: { ms: number },
	answers: Array<{ strained?: boolean; took?: number }>,
) {
	for (const { strained = false, took = 10 } of answers) {
		const { end, ended } = request();
		const running = limiter.run(async () => await ended, options);
		await settle();
		clock.ms += took;
		end(strained);
		await running;
	}
}

function limiterWithClock() {
	const clock = { ms: 0 };
	return { clock, limiter: new Limiter(() => clock.ms) };
}

it('begins with two at a time and starts the next in the order of asking', async () => {
	const { limiter } = limiterWithClock();
	const requests = Array.from({ length: 5 }, request);
	const started: number[] = [];
	const runs = requests.map(({ ended }, index) =>
		limiter.run(async () => {
			started.push(index);
			return await ended;
		}, options),
	);
	await settle();
	expect(started).toEqual([0, 1]);
	requests[1]!.end();
	await settle();
	expect(started).toEqual([0, 1, 2]);
	requests.forEach(({ end }) => end());
	await Promise.all(runs);
	expect(started).toEqual([0, 1, 2, 3, 4]);
});

it('rises to the ceiling while answers are good, and no further', async () => {
	const { limiter, clock } = limiterWithClock();
	await serve(
		limiter,
		clock,
		Array.from({ length: 100 }, () => ({})),
	);
	expect(limiter.state.window).toBe(8);
});

it('halves on strain, down to one', async () => {
	const { limiter, clock } = limiterWithClock();
	await serve(
		limiter,
		clock,
		Array.from({ length: 100 }, () => ({})),
	);
	const windows: number[] = [];
	for (let times = 0; times < 5; times++) {
		await serve(limiter, clock, [{ strained: true }]);
		windows.push(limiter.state.window);
	}
	expect(windows).toEqual([4, 2, 1, 1, 1]);
});

it('halves once for requests that were under way together', async () => {
	const { limiter, clock } = limiterWithClock();
	await serve(
		limiter,
		clock,
		Array.from({ length: 100 }, () => ({})),
	);
	const requests = Array.from({ length: 8 }, request);
	const runs = requests.map(({ ended }) => limiter.run(async () => await ended, options));
	await settle();
	clock.ms += 10;
	requests.forEach(({ end }) => end(true));
	await Promise.all(runs);
	expect(limiter.state.window).toBe(4);
});

it('takes a latency far above the best for strain', async () => {
	const { limiter, clock } = limiterWithClock();
	await serve(
		limiter,
		clock,
		Array.from({ length: 100 }, () => ({ took: 200 })),
	);
	await serve(
		limiter,
		clock,
		Array.from({ length: 6 }, () => ({ took: 4_000 })),
	);
	expect(limiter.state.window).toBeLessThan(8);
});

it('does not let one quick answer make all others slow', async () => {
	const { limiter, clock } = limiterWithClock();
	const steady = Array.from({ length: 200 }, () => ({ took: 1_200 }));
	await serve(limiter, clock, [{ took: 3 }, ...steady]);
	expect(limiter.state.window).toBe(8);
});

it('learns nothing from an answer that was none', async () => {
	const { limiter } = limiterWithClock();
	const lost = { ...options, judge: () => 'neither' as Verdict };
	for (let times = 0; times < 50; times++) await limiter.run(async () => false, lost);
	expect(limiter.state.window).toBe(2);
});

it('never has more under way than the ceiling, and starts all, whatever happens', async () => {
	const step = fc.record({
		ceiling: fc.integer({ min: 1, max: 20 }),
		strained: fc.boolean(),
		fails: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
			const { limiter } = limiterWithClock();
			let under = 0;
			const runs = steps.map(({ ceiling, strained, fails }) =>
				limiter
					.run(
						async () => {
							under++;
							expect(under).toBeLessThanOrEqual(ceiling);
							await settle();
							under--;
							if (fails) throw new Error('lost');
							return strained;
						},
						{ ...options, ceiling },
					)
					.catch((error: Error) => expect(error.message).toBe('lost')),
			);
			await Promise.all(runs);
			expect(limiter.state).toMatchObject({ active: 0, waiting: 0 });
		}),
	);
});

it('gives the place in the queue back when the run is cancelled', async () => {
	const { limiter } = limiterWithClock();
	const first = [request(), request()];
	const runs = first.map(({ ended }) => limiter.run(async () => await ended, options));
	const cancel = new AbortController();
	const waiting = limiter.run(async () => true, { ...options, signal: cancel.signal });
	const last = limiter.run(async () => false, options);
	cancel.abort(new Error('cancelled'));
	await expect(waiting).rejects.toThrow('cancelled');
	first.forEach(({ end }) => end());
	await Promise.all([...runs, last]);
	expect(limiter.state).toMatchObject({ active: 0, waiting: 0 });
});
