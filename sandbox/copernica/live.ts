import { Live } from '../live';
import type { Changes } from './changes';
import { PRODUCTS, type DestinationRecord, type Kind, type Product } from './rows';
import type { Store } from './store';

/** Things happen to the messages that were sent last. */
const BUSY_MESSAGES = 500;

/** How often each kind of event happens, of a hundred. */
const SHARES: ReadonlyArray<readonly [share: number, kind: Kind]> = [
	[38, 'impression'],
	[27, 'click'],
	[25, 'delivery'],
	[5, 'error'],
	[3, 'unsubscribe'],
	[2, 'abuse'],
];

/** Messages that go on being sent with both products, and people who go on reacting to them. */
export class CopernicaLive extends Live<Changes, Store> {
	protected happenOnce(): void {
		const product = this.random.pick(PRODUCTS);
		const { emailings, destinations } = this.store[product];
		if (emailings.length === 0 || this.random.chance(0.005)) {
			this.changes.emailing({ product }, this.random.int(1, 20));
		} else if (destinations.length === 0 || this.random.chance(0.1)) {
			this.changes.destination({ product, timestamp: this.eventTime() });
		} else {
			this.react(product, this.busyMessage(product));
		}
	}

	/** A late event is written now, too, but none happened before its message was sent. */
	private react(product: Product, { id: destination, timestamp: sent }: DestinationRecord): void {
		const timestamp = Math.max(this.eventTime(), sent);
		this.changes[this.anyKind()]({ product, destination, timestamp });
	}

	private anyKind(): Kind {
		let dice = this.random.int(0, 99);
		for (const [share, kind] of SHARES) {
			if (dice < share) return kind;
			dice -= share;
		}
		return 'click';
	}

	private busyMessage(product: Product): DestinationRecord {
		const { rows } = this.store[product].destinations;
		const index = this.random.int(Math.max(0, rows.length - BUSY_MESSAGES), rows.length - 1);
		return rows[index] as DestinationRecord;
	}
}
