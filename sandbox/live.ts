import { Random } from './random';

export interface LiveOptions {
	/** Happenings per second, default 10; one can write several rows. */
	eventsPerSecond?: number;
	/** Share of events that are written late, default 0.05. */
	lateShare?: number;
	/** How late at most, in seconds, default 60. */
	maxLateSeconds?: number;
	/** Decides what happens, and in which order; when it happens is up to the clock. */
	seed?: number | string;
}

const TICK_MS = 50;

/** Things that go on happening at a vendor. */
export abstract class Live<Changes, Store> {
	protected readonly random: Random;
	private timer?: NodeJS.Timeout;
	private due = 0;

	constructor(
		protected readonly changes: Changes,
		protected readonly store: Store,
		private readonly now: () => number,
		private readonly options: LiveOptions = {},
	) {
		this.random = new Random(`live ${options.seed ?? 1}`);
	}

	protected abstract happenOnce(): void;

	start(): void {
		let before = performance.now();
		this.timer = setInterval(() => {
			const after = performance.now();
			this.due += ((after - before) / 1000) * (this.options.eventsPerSecond ?? 10);
			before = after;
			const whole = Math.floor(this.due);
			this.due -= whole;
			this.happen(whole);
		}, TICK_MS);
		// A program that is done with its work is not kept alive by an audience.
		this.timer.unref();
	}

	stop(): void {
		clearInterval(this.timer);
	}

	/** Lets so many things happen at once. */
	happen(times: number): void {
		for (let i = 0; i < times; i++) this.happenOnce();
	}

	/** When an event has happened that is written now, in milliseconds since 1970: some are late. */
	protected eventTime(): number {
		const { lateShare = 0.05, maxLateSeconds = 60 } = this.options;
		const late = this.random.chance(lateShare) ? this.random.int(1, maxLateSeconds) : 0;
		return this.now() - late * 1000;
	}
}
