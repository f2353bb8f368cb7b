import { Live } from '../live';
import type { Changes } from './changes';
import { readVendorDate } from './dates';
import type { MailRow } from './rows';
import type { Store } from './store';

/** Things happen to the mails that came in last. */
const BUSY_MAILS = 500;
const TRIES = 8;

const WAITING = ['received', 'queued'];

const FAILURES = ['noMxRecord', 'undeliverable', 'no_rules', 'rule_error'] as const;

/** Mail that goes on being sent, delivered, refused, read and answered. */
export class IovoxLive extends Live<Changes, Store> {
	protected happenOnce(): void {
		if (this.store.mails.length > 0 && this.random.chance(0.7)) {
			for (let tries = 0; tries < TRIES; tries++) {
				const row = this.busyMail();
				// Those that wait come first, or some would wait for ever.
				const waits = WAITING.includes(row.disposition);
				if ((waits || tries >= TRIES / 2) && this.moveOn(row)) return;
			}
		}
		this.newMail();
	}

	/** Dated when it was received; one that is written late is found behind others. */
	private newMail(): void {
		const given = { receive_date: this.eventTime() };
		const before = this.store.mails.length > 0 ? this.busyMail() : undefined;
		if (before?.conversation_id !== undefined && this.random.chance(0.6)) {
			this.changes.reply(before.message_id, given);
		} else {
			this.changes.mail(given);
		}
	}

	/** @returns false when nothing more happens to this mail */
	private moveOn(row: MailRow): boolean {
		switch (row.disposition) {
			case 'received':
				return this.leave(row, this.afterReceived());
			case 'queued':
				return this.leave(row, this.random.chance(0.7) ? 'sent' : 'expired');
			case 'sent':
				return this.afterSent(row);
			default:
				return false;
		}
	}

	private afterReceived(): string {
		const dice = this.random.fraction();
		if (dice < 0.9) return 'sent';
		return dice < 0.96 ? 'queued' : this.random.pick(FAILURES);
	}

	private afterSent(row: MailRow): boolean {
		const dice = this.random.fraction();
		if (dice < 0.02) return this.leave(row, 'received_bounced');
		if (dice > 0.4 || row.read_disposition === 'read') return false;
		this.changes.change(row.message_id, { read: true, at: this.timeAfter(row) });
		return true;
	}

	private leave({ message_id, ...row }: MailRow, disposition: string): true {
		this.changes.change(message_id, { disposition, at: this.timeAfter(row) });
		return true;
	}

	/** Some changes are written late, but none happened before what it follows. */
	private timeAfter({ receive_date, delivery_date = receive_date }: Omit<MailRow, 'message_id'>) {
		return Math.max(this.eventTime(), readVendorDate(delivery_date) ?? 0);
	}

	private busyMail(): MailRow {
		const { arrivals } = this.store;
		const index = this.random.int(Math.max(0, arrivals.length - BUSY_MAILS), arrivals.length - 1);
		const mail = arrivals[index];
		if (mail === undefined) throw new Error('There is no mail');
		return mail.row;
	}
}
