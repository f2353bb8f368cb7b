import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../../nodes/shared/poll/storedState';
import type { WindowState } from '../../../nodes/shared/poll/window/state';
import type { CopernicaEvent, CopernicaProduct, CopernicaSandbox } from '../../../sandbox';
import type { Ledger, Polled } from '../play';
import type { Asked, Written } from './asked';
import { KINDS } from './schedule';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
/** So far apart are the zones that times may be of, at most. */
const GAP_MS = 2 * HOUR_MS + MINUTE_MS;
const CHANGES = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'].map((each) => Date.parse(each));

/** v1 gives no more than a month where no period is asked for. */
const MONTH_MS = 27 * DAY_MS;

const NAMES: Record<string, string> = {
	abuse: 'complaint',
	bounced: 'bounce',
	clicked: 'click',
	complained: 'complaint',
	delivered: 'delivery',
	error: 'bounce',
	failure: 'bounce',
	opened: 'open',
	unsubscribed: 'unsubscribe',
};

/** What happened at the vendor, and which of it is to come out. */
export class CopernicaLedger implements Ledger {
	private contact: Polled | undefined;
	/** How much had happened when the first poll that was answered had ended. */
	private end = Infinity;
	/** When the vendor first answered. */
	private met: number | undefined;
	private last = 0;
	/** How much had happened when the first reading had certainly come to its end. */
	private knownSince = Infinity;
	private emittedBefore = 0;
	private readonly before: Written[];

	constructor(
		private readonly copernica: CopernicaSandbox,
		private readonly asked: Asked,
		private readonly date: number,
		/** How many events have come out, and how much is stored for the trigger, in characters. */
		private readonly trigger: () => { emitted: number; stateSize: number },
	) {
		const { data } = copernica;
		const products: CopernicaProduct[] = ['ms', 'publisher'];
		this.before = products.flatMap((product) => [
			...data.emailings(product).flatMap((row) => asked.written(product, 'emailing', row) ?? []),
			...Object.values(KINDS).flatMap((kind) =>
				data
					.events(product, kind)
					.flatMap((row: CopernicaEvent) => asked.written(product, kind, row) ?? []),
			),
		]);
	}

	keyOf(record: IDataObject, json: IDataObject): string {
		if (this.asked.isV1) {
			const fields = { ...record, ...(record.data as IDataObject | undefined) };
			const name = String(record.event ?? record.type);
			return `${NAMES[name] ?? name} ${String(fields.id)} ${String(fields.time)}`;
		}
		const isTold = 'raw' in json;
		const product = isTold ? ('mailing' in record ? 'ms' : 'publisher') : String(record.product);
		const event = isTold ? NAMES[String(json.type)]! : String(record.event);
		return `${product} ${event} ${String(record.ID ?? record.id)}`;
	}

	polled(poll: Polled): void {
		const { at, succeeded, isWhole } = poll;
		this.contact ??= poll;
		this.last = at;
		if (succeeded) {
			this.met ??= at;
			this.end = Math.min(this.end, this.copernica.history.length);
		}
		const { emitted, stateSize } = this.trigger();
		const isQuiet = isWhole && succeeded && emitted === this.emittedBefore;
		this.emittedBefore = emitted;
		if (isQuiet) this.knownSince = Math.min(this.knownSince, this.copernica.history.length);
		expect(stateSize).toBeLessThan(256_000);
	}

	restarted(stored: StoredState | undefined): void {
		// Nobody can know when the first contact was, nor what it came across.
		if (!stored) this.contact = undefined;
		const places = Object.values(stored?.lists ?? {}).map(({ place }) => place as WindowState);
		if (!places.some(Boolean)) {
			this.met = undefined;
			this.end = Infinity;
		}
		if (!stored || places.some((place) => !place?.swept)) this.knownSince = Infinity;
	}

	expected(): { must: string[]; may: string[] } {
		const must: string[] = [];
		const may: string[] = [];
		for (const { written, index } of this.all()) {
			if (this.mustCome(written, index)) must.push(written.key);
			else if (this.mayCome(written, index)) may.push(written.key);
		}
		return { must, may };
	}

	private all(): Array<{ written: Written; index: number }> {
		return [
			...this.before.map((written) => ({ written, index: -1 })),
			...this.copernica.history.flatMap((entry, index) => {
				const { kind, product, row } = entry;
				if (['destination', 'profile', 'subprofile'].includes(kind)) return [];
				const written = this.asked.written(product!, kind as never, row as never);
				return written ? [{ written, index }] : [];
			}),
		];
	}

	private mustCome({ at, isDated, visible, horizon }: Written, index: number): boolean {
		const { startFrom } = this.asked.plan;
		const { start, at: contact } = this.contact!;
		const wasThere = index < start && visible <= contact;
		// What is dated ahead, and there with the first answers, may have been there before.
		if (startFrom === 'now' && visible < at && index < this.end) return false;
		const isInTime = visible - at <= horizon || wasThere;
		const isShown = startFrom !== 'beginning' || !this.asked.isV1 || this.isInMonth(at);
		// Of the very second of the contact, it cannot be known which came first.
		const isNew = startFrom !== 'now' || index >= start;
		// In whatever zone its times are, what happens after the start is not lost.
		const isDoubtful = this.isDoubtful && (startFrom !== 'now' || index < this.knownSince);
		const isOf = at >= this.mustFrom + (isDoubtful ? GAP_MS : 0);
		// Of what shows no time, it has to be known what was there at first; and its place has to be asked for.
		if (!isDated) {
			const isKnown = startFrom === 'beginning' || index >= this.knownSince;
			return isInTime && isShown && isKnown && isOf;
		}
		return isInTime && isShown && isNew && isOf;
	}

	private mayCome({ at, isDated, visible }: Written, index: number): boolean {
		if (!isDated) return true;
		const { startFrom } = this.asked.plan;
		const { start, at: contact } = this.contact!;
		if (this.isDoubtful) return at >= this.mayFrom - GAP_MS;
		if (startFrom === 'date') return at >= this.mayFrom;
		// What is written later, and is older, is not known to be.
		const isLater = index >= start || visible > contact;
		return at >= this.mayFrom - (isLater ? GAP_MS : 0);
	}

	private isInMonth(at: number): boolean {
		const { plan, emailing } = this.asked;
		const { timestamp: sent } = emailing;
		if (/message/i.test(plan.subject)) return this.met! <= sent + MONTH_MS || at <= sent + MONTH_MS;
		// The vendor's month moves on while the first reading takes several polls.
		return at >= this.last - MONTH_MS;
	}

	/** What happened then, and later, is asked for. */
	private get mustFrom(): number {
		const { startFrom } = this.asked.plan;
		return { now: this.contact!.mustFrom, date: this.date, beginning: -Infinity }[startFrom];
	}

	/** Nothing older is. */
	private get mayFrom(): number {
		const { startFrom } = this.asked.plan;
		return { now: this.contact!.mayFrom, date: this.date, beginning: -Infinity }[startFrom];
	}

	private get isDoubtful(): boolean {
		const { zone, timeZone } = this.asked.plan;
		const isNear = CHANGES.some((change) => Math.abs(this.mustFrom - change) < 5 * HOUR_MS);
		return zone !== timeZone || isNear;
	}
}
