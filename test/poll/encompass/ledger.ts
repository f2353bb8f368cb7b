import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../../nodes/shared/poll/storedState';
import type { CountedState } from '../../../nodes/shared/poll/counted/state';
import type { EncompassSandbox } from '../../../sandbox';
import { shownAs } from '../../../sandbox/shownAs';
import type { Ledger, Polled } from '../play';
import { placeIn } from '../../engine/placeIn';
import type { Event, Kind, Schedule } from './schedule';

const DAY_MS = 86_400_000;

interface Written {
	key: string;
	/** When the vendor wrote it, by its own word, in ms. */
	at: number;
	/** Whether answers show that time. */
	isDated: boolean;
	/** When its message was sent; undefined for messages. */
	sent: number | undefined;
}

export const KINDS: Record<Exclude<Event, 'newMessage'>, Kind> = {
	delivered: 'delivery',
	opened: 'open',
	clicked: 'click',
	bounced: 'bounce',
};

/** What happened at the vendor, and which of it is to come out. */
export class EncompassLedger implements Ledger {
	private contact: Polled | undefined;
	private readonly before: Written[];
	/** How much had happened when every list had certainly been read. */
	private knownSince = Infinity;
	private emittedBefore = 0;
	/** What was taken away again, perhaps before anybody saw it. */
	private readonly archived = new Set<string>();

	constructor(
		private readonly encompass: EncompassSandbox,
		private readonly plan: Schedule,
		private readonly date: number,
		/** The messages that are watched; undefined: all. */
		private readonly chosen: readonly number[] | undefined,
		/** How many events have come out. */
		private readonly emitted: () => number,
	) {
		const { data } = encompass;
		const { event } = plan;
		this.before = data.messages.flatMap((message) => {
			if (event === 'newMessage') return this.written(message.id, message as never) ?? [];
			const lists = {
				delivered: data.deliveriesOf,
				opened: data.opensOf,
				clicked: data.clicksOf,
				bounced: data.bouncesOf,
			};
			return lists[event](message.id).flatMap(
				(row) => this.written(message.id, row as never) ?? [],
			);
		});
	}

	keyOf(row: IDataObject): string {
		return JSON.stringify([String(row.messageId ?? row.id), row.deliverId ?? row.id]);
	}

	archivedRow(messageId: number, row: object): void {
		this.archived.add(this.keyOf({ ...shownAs(row), messageId }));
	}

	polled(poll: Polled): void {
		this.contact ??= poll;
		if (poll.isWhole && poll.succeeded && this.emitted() === this.emittedBefore) {
			this.knownSince = Math.min(this.knownSince, this.encompass.history.length);
		}
		this.emittedBefore = this.emitted();
	}

	restarted(stored: StoredState | undefined): void {
		// Nobody can know when the first contact was.
		if (!stored) this.contact = undefined;
		const { bookmarks } = placeIn<Partial<CountedState>>(stored) ?? {};
		const areRead = bookmarks && Object.values(bookmarks).every(([, , complete]) => complete > 0);
		if (!areRead) this.knownSince = Infinity;
	}

	expected(): { must: string[]; may: string[] } {
		const { plan, encompass } = this;
		const must: string[] = [];
		const may: string[] = [];
		const { start, mustFrom, mayFrom } = this.contact!;
		const all = [
			...this.before.map((written) => ({ written, index: -1 })),
			...encompass.history.flatMap(({ messageId, kind, row }, index) => {
				const wanted = plan.event === 'newMessage' ? 'message' : KINDS[plan.event];
				const written = kind === wanted ? this.written(messageId, row as never) : undefined;
				return written ? [{ written, index }] : [];
			}),
		];
		for (const { written, index } of all) {
			const { key, at, isDated } = written;
			// To the second: so exact is the vendor's clock.
			const isCertain =
				plan.startFrom === 'beginning' ||
				// Of what shows no time, it has to be known what was there at first.
				(!isDated && index >= this.knownSince) ||
				(isDated &&
					(plan.startFrom === 'date' ? at >= this.date : index >= start && at >= mustFrom));
			const mayBe = plan.startFrom === 'now' && (at >= mayFrom - 1_000 || index >= start);
			if (isCertain && this.isWatched(written) && !this.archived.has(key)) must.push(key);
			else if (isCertain || mayBe || !isDated) may.push(key);
		}
		return { must, may };
	}

	/** Whether it was written while its message had to be watched. */
	private isWatched({ at, sent }: Written): boolean {
		if (sent === undefined) return true;
		const days = this.chosen ? 180 : this.plan.watchedDays;
		// From the beginning, what is older is given out as well.
		return at < sent + days * DAY_MS;
	}

	private written(messageId: number, row: IDataObject): Written | undefined {
		if (this.plan.event === 'newMessage') {
			const sent = row.actualSendTimestamp as number | null;
			if (!sent) return undefined;
			const at = Math.max(sent, row.dateAdded as number);
			return { key: this.keyOf(row), at, isDated: true, sent: undefined };
		}
		if (this.chosen && !this.chosen.includes(messageId)) return undefined;
		const message = this.encompass.data.messages.find(({ id }) => id === messageId)!;
		const sent = message.actualSendTimestamp!;
		const own = this.plan.deliverNames === 'own' && this.plan.event === 'delivered';
		const { id, dateAdded } = shownAs(row) as IDataObject;
		const shown = own ? { deliverId: row.id } : { id };
		const isDated = typeof dateAdded === 'number';
		return { key: this.keyOf({ ...shown, messageId }), at: row.dateAdded as number, isDated, sent };
	}
}
