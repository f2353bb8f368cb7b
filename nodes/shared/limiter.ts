/** Rising latency counts as strain from here: so many times the best that the vendor has shown … */
const SLOW_FACTOR = 4;
/** … and no sooner than this, so that jitter of a fast vendor is no strain. */
const SLOW_MS = 1_000;

interface Waiting {
	readonly ceiling: number;
	readonly start: () => void;
}

/**
 * How many requests reach one vendor host at a time: two at first, one more after each round of
 * good answers up to the ceiling, half as many on strain. First come, first served.
 */
export class Limiter {
	private window = 2;
	private active = 0;
	private readonly waiting: Waiting[] = [];
	private good = 0;
	/** Strain halves once: requests that were under way then cannot halve again. */
	private halvedAt = -Infinity;
	private best = Infinity;
	private smoothed = 0;

	/** @param now a clock in milliseconds */
	constructor(private readonly now: () => number = () => performance.now()) {}

	/** Requests under way, and how many may be. */
	get state(): { active: number; waiting: number; window: number } {
		return { active: this.active, waiting: this.waiting.length, window: this.window };
	}

	/**
	 * Runs a request when it is its turn.
	 * @param ceiling how far the number at a time may rise
	 * @param judge what the answer says of the vendor
	 * @param signal gives up the place in the queue when it fires
	 */
	async run<T>(task: () => Promise<T>, { ceiling, judge, signal }: RunOptions<T>): Promise<T> {
		await this.turn(ceiling, signal);
		const startedAt = this.now();
		try {
			const answer = await task();
			this.learn(startedAt, ceiling, judge(answer));
			return answer;
		} finally {
			this.active--;
			this.admit();
		}
	}

	private async turn(ceiling: number, signal: AbortSignal | undefined): Promise<void> {
		signal?.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const entry: Waiting = {
				ceiling,
				start: () => {
					signal?.removeEventListener('abort', leave);
					this.active++;
					resolve();
				},
			};
			const leave = () => {
				this.waiting.splice(this.waiting.indexOf(entry), 1);
				reject(signal!.reason as Error);
				this.admit();
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.waiting.push(entry);
			this.admit();
		});
	}

	private admit(): void {
		for (
			let head = this.waiting[0];
			head && this.active < Math.min(this.window, head.ceiling);
			head = this.waiting[0]
		) {
			this.waiting.shift();
			head.start();
		}
	}

	private learn(startedAt: number, ceiling: number, verdict: Verdict): void {
		if (verdict === 'neither') return;
		if (verdict === 'strained' || this.isSlow(this.now() - startedAt)) {
			this.good = 0;
			if (startedAt < this.halvedAt) return;
			this.halvedAt = this.now();
			this.window = Math.max(1, Math.floor(this.window / 2));
			// Judge the new pace by its own answers.
			this.smoothed = 0;
		} else if (this.window < ceiling && ++this.good >= this.window) {
			this.good = 0;
			this.window++;
		}
	}

	private isSlow(took: number): boolean {
		// The best fades, so that one quick answer does not make all others slow for ever.
		this.best = Math.min(took, this.best * 1.05);
		this.smoothed = this.smoothed === 0 ? took : this.smoothed * 0.8 + took * 0.2;
		return this.smoothed > SLOW_MS && this.smoothed > this.best * SLOW_FACTOR;
	}
}

/** A good answer lets the pace rise, a strained one fall; a refusal or a lost one says nothing. */
export type Verdict = 'good' | 'strained' | 'neither';

interface RunOptions<T> {
	ceiling: number;
	judge: (answer: T) => Verdict;
	signal?: AbortSignal | undefined;
}

const limiters = new Map<string, Limiter>();

/** The one limiter of a host, shared by all nodes of the process. */
export function limiterOf(host: string): Limiter {
	let limiter = limiters.get(host);
	if (!limiter) limiters.set(host, (limiter = new Limiter()));
	return limiter;
}
