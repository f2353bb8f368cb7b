import { Live } from '../live';
import type { Changes } from './changes';
import { isSent, type Store } from './store';

/** People who go on reading their mail, servers that accept or refuse it, and now and then a new one. */
export class EncompassLive extends Live<Changes, Store> {
	protected happenOnce(): void {
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
}
