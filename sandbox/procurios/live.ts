import { Random } from '../random';
import type { Changes } from './changes';
import { vendorDate } from './dates';
import type { Store } from './store';

export interface LiveOptions {
	/** Happenings per second, default 10; one can write several rows. */
	eventsPerSecond?: number;
	/** Share of opens and clicks that are written late, default 0.05. */
	lateShare?: number;
	/** How late at most, in seconds, default 60. */
	maxLateSeconds?: number;
	/** Decides what happens, and in which order; when it happens is up to the clock. */
	seed?: number | string;
}

const TICK_MS = 50;

/** People and bots that go on opening, clicking, unsubscribing and bouncing. */
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
		if (this.store.recipients.all.length === 0 || this.random.chance(0.005)) {
			this.changes.email({}, this.random.int(1, 20));
			return;
		}
		const dice = this.random.fraction();
		if (dice < 0.55) this.open();
		else if (dice < 0.85) this.click();
		else if (dice < 0.93) this.unsubscribe();
		else this.bounce();
	}

	private open(): void {
		const row = this.changes.open({
			trackingCode: this.reader().trackingCode,
			date: this.eventDate(),
			location: this.random.hex(20),
			bot: this.random.chance(0.3),
		});
		// The picture is loaded twice in one second: two rows that are equal in every field.
		if (this.random.chance(0.05)) this.changes.open(row);
	}

	private click(): void {
		const { trackingCode, trackingId } = this.reader();
		const linkIds = (this.store.links.get(trackingId) ?? []).map((link) => link.id);
		const bot = this.random.chance(0.3);
		const date = this.eventDate();
		const location = this.random.hex(20);
		const clicked = bot || linkIds.length === 0 ? linkIds : [this.random.pick(linkIds)];
		for (const linkId of clicked) {
			this.changes.click({ trackingCode, linkId, date, location, bot });
		}
	}

	private unsubscribe(): void {
		const { trackingCode } = this.reader();
		this.changes.recipientChange({ trackingCode, unsubscribed: this.eventDate() });
	}

	/** A bounce is booked now, but it is dated soon after the mail was sent. */
	private bounce(): void {
		const { trackingCode, sent } = this.reader();
		const bounced = vendorDate(Date.parse(sent) / 1000 + this.random.int(1, 120));
		this.changes.recipientChange({ trackingCode, bounced });
	}

	private reader() {
		return this.random.pick(this.store.recipients.all.rows);
	}

	private eventDate(): string {
		const { lateShare = 0.05, maxLateSeconds = 60 } = this.options;
		const late = this.random.chance(lateShare) ? this.random.int(1, maxLateSeconds) : 0;
		return vendorDate(this.now() / 1000 - late);
	}
}
