import fc from 'fast-check';
import { Limiter, type Verdict } from '../../../nodes/shared/transport/limiter';
import { FakeTime, settled } from './fakeTime';

const RUNS = [0, 1, 2, 3];

const step = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			arrives: fc.constantFrom(...RUNS),
			ceiling: fc.constantFrom(1, 1, 2, 3, 8, 20),
			// As a run whose signal fired already asks once more.
			aborted: fc.constantFrom(...Array.from({ length: 20 }, (_, n) => n === 0)),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			ends: fc.nat(),
			verdict: fc.constantFrom('good', 'good', 'good', 'neither', 'strained', 'busy', 'lost'),
			rest: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ aborts: fc.nat() }) },
	{ weight: 1, arbitrary: fc.record({ passes: fc.integer({ min: 0, max: 4_000 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Asked {
	readonly run: number;
	readonly ceiling: number;
	readonly abort: () => void;
	state: 'waiting' | 'active' | 'ended' | 'gone';
	end(verdict: string, rest?: number): void;
	/** Resolves when the limiter is done with it. */
	done: Promise<unknown>;
}

/** What the limiter must keep to, whatever happens, told by looking at each start. */
class Watched {
	readonly time = new FakeTime();
	readonly limiter = new Limiter(this.time);
	readonly asked: Asked[] = [];
	private readonly runs = RUNS.map(() => ({}));
	/** When each run began to wait for its present turn: a count of events. */
	private readonly waitsSince = RUNS.map(() => 0);
	private events = 0;
	/** Before this, nothing may start. */
	private restsUntil = 0;
	/** What went wrong inside of a request. */
	private readonly failures: Error[] = [];

	/** The vendor answers well for a while. */
	async begin(answers: number): Promise<void> {
		for (let given = 0; given < answers; given++) {
			await this.take({ arrives: 0, ceiling: 20, aborted: false });
			await this.take({ ends: 0, verdict: 'good', rest: undefined });
		}
	}

	async take(it: Step): Promise<void> {
		this.events++;
		if ('arrives' in it) this.ask(it.arrives, it.ceiling, it.aborted);
		else if ('ends' in it) this.oneOf('active', it.ends)?.end(it.verdict, it.rest);
		else if ('aborts' in it) this.oneOf('waiting', it.aborts)?.abort();
		else await this.time.pass(it.passes);
		await settled();
		this.checkNobodyIsForgotten();
	}

	private in(state: Asked['state']): Asked[] {
		return this.asked.filter((each) => each.state === state);
	}

	private oneOf(state: Asked['state'], pick: number): Asked | undefined {
		const some = this.in(state);
		return some[pick % some.length];
	}

	private ask(run: number, ceiling: number, isAborted: boolean): void {
		const cancel = new AbortController();
		if (isAborted) cancel.abort(new Error('cancelled'));
		const isFirst = !this.in('waiting').some((each) => each.run === run);
		if (isFirst && !isAborted) this.waitsSince[run] = this.events;
		let settle!: (told: { verdict: string; rest: number | undefined }) => void;
		const ended = new Promise<{ verdict: string; rest: number | undefined }>(
			(resolve) => (settle = resolve),
		);
		const one: Asked = {
			run,
			ceiling,
			state: isAborted ? 'gone' : 'waiting',
			abort: () => {
				one.state = 'gone';
				cancel.abort(new Error('cancelled'));
			},
			end: (verdict, rest) => {
				one.state = 'ended';
				if (verdict === 'busy' && rest !== undefined)
					this.restsUntil = Math.max(this.restsUntil, this.time.now() + rest);
				settle({ verdict, rest });
			},
			done: Promise.resolve(),
		};
		this.asked.push(one);
		one.done = this.limiter
			.run(
				async () => {
					this.checkStart(one);
					const told = await ended;
					if (told.verdict === 'lost') throw new Error('lost');
					return told;
				},
				{
					of: this.runs[run]!,
					ceiling,
					judge: ({ verdict }) => verdict as Verdict,
					restAfter: ({ rest }) => rest,
					signal: cancel.signal,
				},
			)
			.catch((error: Error) => {
				const expected = one.state === 'gone' ? 'cancelled' : 'lost';
				if (error.message !== expected) this.failures.push(error);
			});
	}

	/** By the rule for each ceiling: of those with it or a lower one, no more are under way. */
	private hasRoom({ ceiling }: Asked): boolean {
		const under = [...this.in('active').map((each) => each.ceiling), ceiling];
		return under.every((most) => under.filter((each) => each <= most).length <= most);
	}

	private checkStart(one: Asked): void {
		expect(one.state).toBe('waiting');
		expect(this.time.now()).toBeGreaterThanOrEqual(this.restsUntil);
		expect(this.hasRoom(one)).toBe(true);
		expect(this.in('active').length).toBeLessThan(this.limiter.state.window);
		const heads = RUNS.map((run) => this.in('waiting').find((each) => each.run === run));
		expect(heads[one.run]).toBe(one);
		for (const head of heads) {
			if (!head || head === one || !this.hasRoom(head)) continue;
			expect(this.waitsSince[one.run]!).toBeLessThan(this.waitsSince[head.run]!);
		}
		one.state = 'active';
		this.waitsSince[one.run] = ++this.events;
	}

	private checkNobodyIsForgotten(): void {
		for (const failure of this.failures) throw failure;
		const { active, waiting, window } = this.limiter.state;
		expect(active).toBe(this.in('active').length);
		expect(waiting).toBe(this.in('waiting').length);
		expect(window).toBeGreaterThanOrEqual(1);
		const ceilings = this.asked.map(({ ceiling }) => ceiling);
		expect(window).toBeLessThanOrEqual(Math.max(2, ...ceilings));
		if (this.limiter.rest > 0 || active >= window) return;
		const heads = RUNS.map((run) => this.in('waiting').find((each) => each.run === run));
		expect(heads.filter((head) => head && this.hasRoom(head))).toEqual([]);
	}

	/** The vendor answers all that is asked, well, and time passes. */
	async finish(): Promise<void> {
		for (let turns = 0; this.in('waiting').length + this.in('active').length > 0; turns++) {
			expect(turns).toBeLessThan(500);
			this.oneOf('active', turns)?.end('good');
			await settled();
			await this.time.pass(100);
			await settled();
			this.checkNobodyIsForgotten();
		}
		await Promise.all(this.asked.map(async ({ done }) => await done));
		expect(this.limiter.state).toMatchObject({ active: 0, waiting: 0 });
		expect(this.time.pausing).toBe(0);
	}
}

it('keeps the number, the turns and the rests, and forgets nobody, whatever happens when', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.nat({ max: 12 }),
			fc.array(step, { maxLength: 60 }),
			async (good, steps) => {
				const watched = new Watched();
				await watched.begin(good);
				for (const each of steps) await watched.take(each);
				await watched.finish();
			},
		),
		{ numRuns: 300 },
	);
});
