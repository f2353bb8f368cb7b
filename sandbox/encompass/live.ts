import { Random } from '../random';
import type { Changes } from './changes';
import { isSent, type Store } from './store';

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

/** People who go on reading their mail, servers that accept or refuse it, and now and then a new one. */
export class Live {
	private readonly random: Random;
	private timer?: NodeJS.Timeout;
	private due = 0;

	constructor(
		private readonly changes: Changes,
		private readonly store: Store,
		private readonly now: () => number,
		private readonly options: LiveOptions = {},
	) {
		this.random = new Random(`live ${options.seed ?? 1}`);
	}

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

	private happenOnce(): void {
		const sent = this.store.messages('ascending').filter(isSent);
		if (sent.length === 0 || this.random.chance(0.005)) {
			this.changes.message({}, this.random.int(1, 20));
			return;
		}
		// A late event is written now, too: only its own time is an older one.
		const given = { messageId: this.random.pick(sent).id, timestamp: this.eventTime() };
		const dice = this.random.fraction();
		if (dice < 0.55) this.changes.open(given);
		else if (dice < 0.8) this.changes.click(given);
		else if (dice < 0.92) this.delivery(given);
		else this.changes.bounce(given);
	}

	/** To someone who had none yet, or once more. */
	private delivery(given: { messageId: number; timestamp: number }): void {
		const { messageId } = given;
		const recipientId = this.random.chance(0.8)
			? this.changes.recipient({ messageId }).id
			: undefined;
		this.changes.delivery({ ...given, recipientId });
	}

	private eventTime(): number {
		const { lateShare = 0.05, maxLateSeconds = 60 } = this.options;
		const late = this.random.chance(lateShare) ? this.random.int(1, maxLateSeconds) : 0;
		return this.now() - late * 1000;
	}
}
