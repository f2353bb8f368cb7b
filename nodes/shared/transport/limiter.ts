import { sleep } from 'n8n-workflow';
import { FairQueue } from './fairQueue';
import { Latency } from './latency';

/** A vendor that refuses even one request at a time is left alone for so long, then twice as long … */
const FIRST_REST_MS = 500;
/** … and, where it does not ask for more, no longer than this: a poll has but some seconds. */
const LONGEST_REST_MS = 5_000;

interface Waiting {
	readonly ceiling: number;
	readonly start: () => void;
}

/** What the limiter goes by: a clock in milliseconds, and pauses that a signal ends. */
interface Time {
	now(): number;
	sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * How many requests reach one vendor host at a time: two at first, one more after each round of
 * good answers up to the ceiling, half as many on strain, and none while the vendor wants to be left
 * alone. First come, first served over all runs: each has its turn, however many requests it has.
 */
export class Limiter {
	private window = 2;
	/** The ceilings of the requests under way. */
	private readonly active: number[] = [];
	private readonly waiting = new FairQueue<Waiting>();
	private good = 0;
	/** Strain eases once: requests that were under way then cannot ease again. */
	private easedAt = -Infinity;
	private readonly latencies = new WeakMap<object, Latency>();
	private restsUntil = -Infinity;
	/** The rest that was chosen last, 0 since a good answer. */
	private chosenRest = 0;
	/** Ends the waiting for the end of the rest. */
	private alarm: AbortController | undefined;

	constructor(private readonly time: Time = { now: () => performance.now(), sleep }) {}

	/** Requests under way, and how many may be. */
	get state(): { active: number; waiting: number; window: number } {
		return { active: this.active.length, waiting: this.waiting.size, window: this.window };
	}

	/** How long the vendor is left alone, in milliseconds. */
	get rest(): number {
		return Math.max(0, this.restsUntil - this.time.now());
	}

	/** Runs a request when it is its turn. */
	async run<T>(
		task: () => Promise<T>,
		{ of, ceiling, judge, restAfter, signal }: RunOptions<T>,
	): Promise<T> {
		await this.turn(of, ceiling, signal);
		const startedAt = this.time.now();
		try {
			const answer = await task();
			const verdict = judge(answer);
			if (verdict === 'busy') this.leaveAlone(startedAt, restAfter(answer));
			if (verdict === 'busy' || verdict === 'strained') this.ease(startedAt);
			if (verdict === 'good') this.learn(startedAt, ceiling, this.latencyOf(of));
			return answer;
		} finally {
			this.active.splice(this.active.indexOf(ceiling), 1);
			this.admit();
		}
	}

	private async turn(of: object, ceiling: number, signal: AbortSignal | undefined): Promise<void> {
		signal?.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const entry: Waiting = {
				ceiling,
				start: () => {
					signal?.removeEventListener('abort', leave);
					this.active.push(ceiling);
					resolve();
				},
			};
			const leave = () => {
				this.waiting.remove(of, entry);
				reject(signal!.reason as Error);
				this.admit();
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.waiting.add(of, entry);
			this.admit();
		});
	}

	private admit(): void {
		if (this.rest > 0) return this.admitAfterRest();
		while (this.active.length < this.window) {
			const next = this.waiting.take(({ ceiling }) => this.hasRoom(ceiling));
			if (!next) return;
			next.start();
		}
	}

	/**
	 * Whether one more request keeps to all ceilings. A run limited to n counts only running requests
	 * whose own limit is at most n. Otherwise a run limited to 1 could start only when the vendor is
	 * idle, and everyone queued behind it would wait too.
	 */
	private hasRoom(ceiling: number): boolean {
		return [ceiling, ...this.active].every(
			(most) => most < ceiling || this.active.filter((each) => each <= most).length < most,
		);
	}

	/**
	 * Sets the alarm for the end of the rest, as long as anyone waits for it: nothing else is to keep
	 * the process.
	 */
	private admitAfterRest(): void {
		if (this.waiting.size === 0) {
			this.alarm?.abort();
			this.alarm = undefined;
		}
		if (this.waiting.size === 0 || this.alarm) return;
		this.alarm = new AbortController();
		const until = this.restsUntil;
		const over = () => {
			// The timer's clock may be another.
			if (this.restsUntil === until) this.restsUntil = -Infinity;
			this.alarm = undefined;
			this.admit();
		};
		this.time.sleep(this.rest, this.alarm.signal).then(over, () => undefined);
	}

	/** @param asked how long the vendor wants to be left alone; undefined: it does not say */
	private leaveAlone(startedAt: number, asked: number | undefined): void {
		let ms = asked ?? 0;
		if (asked === undefined && this.window === 1 && startedAt >= this.easedAt) {
			ms = this.chosenRest = Math.min(LONGEST_REST_MS, this.chosenRest * 2 || FIRST_REST_MS);
		}
		this.restsUntil = Math.max(this.restsUntil, this.time.now() + ms);
	}

	private ease(startedAt: number): void {
		this.good = 0;
		if (startedAt < this.easedAt) return;
		this.easedAt = this.time.now();
		this.window = Math.max(1, Math.floor(this.window / 2));
	}

	private learn(startedAt: number, ceiling: number, latency: Latency): void {
		this.chosenRest = 0;
		if (latency.isSlow(this.time.now() - startedAt)) {
			this.ease(startedAt);
			// The new pace is judged by its own answers.
			if (this.easedAt === this.time.now()) latency.judgeAnew();
		} else if (this.window < ceiling && ++this.good >= this.window) {
			this.good = 0;
			this.window++;
		}
	}

	private latencyOf(run: object): Latency {
		const latency = this.latencies.get(run) ?? new Latency();
		this.latencies.set(run, latency);
		return latency;
	}
}

/**
 * A good answer lets the pace rise, a strained one fall. One that is too busy for more asks to be left
 * alone, too. A refusal or a lost one says nothing.
 */
export type Verdict = 'good' | 'strained' | 'busy' | 'neither';

interface RunOptions<T> {
	/** The run of a node that asks; all its requests together have one turn. */
	of: object;
	/** How far the number at a time may rise. */
	ceiling: number;
	/** What the answer says of the vendor. */
	judge: (answer: T) => Verdict;
	/** How long a busy vendor wants to be left alone, in milliseconds; undefined: it does not say. */
	restAfter: (answer: T) => number | undefined;
	/** Gives up the place in the queue when it fires. */
	signal?: AbortSignal | undefined;
}

/** The most hosts that are kept; those are forgotten that nobody asks: they only know the pace. */
const MOST_HOSTS = 1_000;

const limiters = new Map<string, Limiter>();

/** The one limiter of a host, shared by all nodes of the process. */
export function limiterOf(host: string): Limiter {
	const known = limiters.get(host);
	if (known) return known;
	if (limiters.size >= MOST_HOSTS) {
		for (const [each, { state, rest }] of limiters) {
			if (state.active + state.waiting === 0 && rest === 0) limiters.delete(each);
		}
	}
	const limiter = new Limiter();
	limiters.set(host, limiter);
	return limiter;
}
