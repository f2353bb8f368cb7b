import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../../nodes/shared/poll/storedState';
import type { Sandbox } from '../../../sandbox';
import { shownAs } from '../../../sandbox/shownAs';
import type { Ledger, Polled } from '../play';
import { placeIn } from '../../engine/placeIn';
import type { Event, Schedule } from './schedule';

interface Written {
	key: string;
	/** When it happened, by its own date, in ms; undefined for e-mails. */
	at: number | undefined;
	/** Whether its time or its recipient cannot be read. */
	isOdd: boolean;
}

/** What happened at the vendor, and which of it is to come out. */
export class ProcuriosLedger implements Ledger {
	private contact:
		| (Pick<Polled, 'start' | 'mustFrom' | 'mayFrom' | 'isWhole'> & { end: number | undefined })
		| undefined;
	private readonly before: Written[];

	constructor(
		private readonly sandbox: Sandbox,
		private readonly plan: Schedule,
		private readonly date: number,
	) {
		const { data } = sandbox.procurios;
		const rows: Record<Event, readonly object[]> = {
			opened: data.opens,
			clicked: data.clicks,
			sent: data.recipients,
			unsubscribed: data.recipients,
			bounced: data.recipients,
			recipientUpdated: data.recipients,
			newEmail: data.emails,
		};
		this.before = rows[plan.event].flatMap((row) => this.written(row as IDataObject) ?? []);
	}

	/** Whether it is told of a person once, however often the record changes. */
	private get isOnce(): boolean {
		return ['sent', 'unsubscribed', 'bounced'].includes(this.plan.event);
	}

	keyOf(row: object): string {
		return this.isOnce ? String(Reflect.get(row, 'trackingCode')) : JSON.stringify(row);
	}

	polled({ succeeded, ...poll }: Polled): void {
		this.contact ??= { ...poll, end: undefined };
		if (succeeded) this.contact.end ??= this.sandbox.procurios.history.length;
	}

	/** @param stored what is in the database: n8n may have forgotten the rest */
	restarted(stored: StoredState | undefined): void {
		// Nobody can know when the first contact was, or what there was to see.
		if (!stored) this.contact = undefined;
		else if (placeIn(stored) === undefined && this.contact) {
			this.contact = { ...this.contact, end: undefined, isWhole: false };
		}
	}

	expected(): { must: string[]; may: string[] } {
		const { event, maxEvents, startFrom } = this.plan;
		const must: string[] = [];
		const may: string[] = [];
		const { start, mustFrom, mayFrom, end = Infinity, isWhole } = this.contact!;
		const old = startFrom === 'now' ? [] : this.before.filter((each) => this.isSince(each));
		must.push(...old.map(({ key }) => key));
		const kind =
			{ opened: 'open', clicked: 'click', newEmail: 'email' }[event as string] ?? 'recipient';
		const told = new Set(this.isOnce ? this.before.map(({ key }) => key) : []);
		this.sandbox.procurios.history.forEach((entry, index) => {
			if (entry.kind !== kind) return;
			const written = this.written(entry.row as unknown as IDataObject);
			if (!written || (this.isOnce && told.has(written.key))) return;
			told.add(written.key);
			// What is dated ahead, and comes while what was there at first is passed over, may have been there
			// before: with few events in a poll, that takes several.
			const isAhead = (written.at ?? 0) > entry.at;
			const isOver = index >= end && (!isAhead || maxEvents >= 10_000);
			if (startFrom !== 'now') {
				if (this.isSince(written)) must.push(written.key);
			} else if (
				!written.isOdd &&
				index >= start &&
				(written.at ?? 0) >= mustFrom + 7_000 &&
				(isOver || !isAhead)
			) {
				must.push(written.key);
			} else if (isWhole && isOver) {
				// As late as it may be: what there was before is known.
				must.push(written.key);
			} else if (index >= start || this.isByClockAhead(written, mayFrom)) may.push(written.key);
		});
		if (startFrom === 'now') {
			const shown = this.before.filter((each) => this.isByClockAhead(each, mayFrom));
			may.push(...shown.map(({ key }) => key));
		}
		return event === 'recipientUpdated' ? this.ofUpdates(must, may) : { must, may };
	}

	/** Whether it was there before the start, but the clock that is behind does not say so. */
	private isByClockAhead({ at }: Written, mayFrom: number): boolean {
		return this.plan.dateHeader && (at ?? 0) >= mayFrom;
	}

	/** A state that was changed again before the next poll need not be seen; the last is. */
	private ofUpdates(must: string[], may: string[]): { must: string[]; may: string[] } {
		const latest = new Set(this.sandbox.procurios.data.recipients.map((row) => this.keyOf(row)));
		const certain = new Set(must.filter((key) => latest.has(key)));
		const all = new Set([...must, ...may]);
		return { must: [...certain], may: [...all].filter((key) => !certain.has(key)) };
	}

	private isSince({ at }: Written): boolean {
		return (
			this.plan.startFrom !== 'date' || (at ?? Infinity) >= Math.floor(this.date / 1_000) * 1_000
		);
	}

	private written(row: IDataObject): Written | undefined {
		const { event, traffic } = this.plan;
		const field = { opened: 'date', clicked: 'date', recipientUpdated: 'lastUpdate' }[
			event as string
		];
		const date = row[field ?? event];
		if (event === 'newEmail') return { key: this.keyOf(row), at: undefined, isOdd: false };
		if (typeof date !== 'string') return undefined;
		if (traffic === 'human' && row.bot === true) return undefined;
		const shown = shownAs(row);
		return { key: this.keyOf(shown), at: Date.parse(date), isOdd: shown !== row };
	}
}
