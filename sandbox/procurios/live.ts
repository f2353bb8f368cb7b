import { Live } from '../live';
import type { Changes } from './changes';
import { vendorDate } from './dates';
import type { Store } from './store';

/** People and bots that go on opening, clicking, unsubscribing and bouncing. */
export class ProcuriosLive extends Live<Changes, Store> {
	protected happenOnce(): void {
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
		return vendorDate(this.eventTime() / 1000);
	}
}
