import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../../nodes/shared/poll/storedState';
import type { CopernicaEvent, CopernicaProduct, CopernicaSandbox } from '../../../sandbox';
import type { Ledger, Polled } from '../play';
import type { Asked, Written } from './asked';
import { Following } from './following';
import { type Event, KINDS } from './schedule';

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
	/** By event: those that are followed … */
	private readonly following = new Map<Event, Following>();
	/** … and those that were, each as often as it was left out. */
	private readonly left: Array<readonly [Event, Following]> = [];
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
		const { succeeded, isWhole } = poll;
		const { emitted, stateSize } = this.trigger();
		const isQuiet = isWhole && succeeded && emitted === this.emittedBefore;
		this.emittedBefore = emitted;
		for (const event of this.asked.events) {
			const following = this.following.get(event) ?? new Following(this.asked, this.date);
			this.following.set(event, following);
			following.polled(poll, this.copernica.history.length, isQuiet);
		}
		expect(stateSize).toBeLessThan(256_000);
	}

	/** Other events are asked for: those that are left out begin anew, should they be asked for again. */
	chosen(): void {
		for (const [event, following] of this.following) {
			if (this.asked.events.includes(event)) continue;
			following.leave(this.copernica.history.length);
			this.left.push([event, following]);
			this.following.delete(event);
		}
	}

	/** Whether something was left out and asked for again. */
	get hasBegunAnew(): boolean {
		const all = [...this.left.map(([event]) => event), ...this.following.keys()];
		return new Set(all).size < all.length;
	}

	restarted(stored: StoredState | undefined): void {
		for (const [event, following] of this.following) {
			following.restarted(this.asked.listsOf(event).map((key) => stored?.lists[key]));
		}
	}

	expected(): { must: string[]; may: string[] } {
		const must: string[] = [];
		const may: string[] = [];
		for (const { written, index } of this.all()) {
			const { key, event } = written;
			const following = this.following.get(event);
			if (following?.mustCome(written, index)) must.push(key);
			else if (following?.mayCome(written, index)) may.push(key);
			const left = this.left.filter(([of, each]) => of === event && each.mayCome(written, index));
			may.push(...left.map(() => key));
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
}
