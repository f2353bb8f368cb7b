import type {
	CopernicaEmailing,
	CopernicaEvent,
	CopernicaKind,
	CopernicaProduct,
	CopernicaSandbox,
} from '../../../sandbox';
import { shownAs } from '../../../sandbox/shownAs';
import { vendorTime } from '../../../sandbox/copernica/time';
import { type Event, KINDS, type Schedule } from './schedule';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Something that was written down. */
export interface Written {
	readonly key: string;
	readonly event: Event;
	/** When it happened, in ms. */
	readonly at: number;
	/** Whether answers show that time. */
	readonly isDated: boolean;
	/** From when on the vendor shows it. */
	readonly visible: number;
	/** How late that may be. */
	readonly horizon: number;
}

type Row = CopernicaEvent | CopernicaEmailing;
type Sort = CopernicaKind | 'emailing';

/** What a schedule's trigger asks for, and what of the account that is. */
export class Asked {
	/** What the trigger is to report now. */
	events: readonly Event[] = [];
	/** What it ever was to report. */
	readonly everAsked = new Set<Event>();
	readonly products: readonly CopernicaProduct[];
	readonly version: string;
	readonly isV1: boolean;
	/** The emailing, or what v1 takes; '' for all of the account. */
	readonly id: string = '';
	/** The product of it, and the message that it is chosen by. */
	private readonly product: CopernicaProduct;
	readonly emailing: CopernicaEmailing;
	readonly message: { id: number; hash: string; email: string; profile: number | null };

	constructor(
		private readonly copernica: CopernicaSandbox,
		readonly plan: Schedule,
	) {
		const { api } = plan;
		const { data } = copernica;
		this.isV1 = api === 'v1';
		this.version = this.isV1 ? 'v1' : plan.version;
		const isOfPublisher = this.isV1 ? /^old/.test(plan.subject) : plan.product === 'publisher';
		this.product = isOfPublisher ? 'publisher' : 'ms';
		this.products =
			api === 'account' && plan.product === 'both' ? ['ms', 'publisher'] : [this.product];
		this.choose(plan.events);
		this.message = data.destinations(this.product).find(({ profile }) => profile !== null)!;
		const { emailing } = data.destination(this.product, this.message.id)!;
		this.emailing = data.emailings(this.product).find(({ id }) => id === emailing)!;
		if (api === 'emailing') this.id = String(this.emailing.id);
		if (this.isV1) this.id = this.subjectId();
	}

	private subjectId(): string {
		const { message, emailing } = this;
		switch (this.plan.subject) {
			case 'email':
				return message.email;
			case 'profile':
				return String(message.profile);
			case 'tags':
				return emailing.tags[0]!;
			case 'template':
			case 'oldTemplate':
				return String(emailing.template);
			default:
				return message.hash;
		}
	}

	/** Asks for those of some events that there are. */
	choose(events: readonly Event[]): void {
		this.events = this.possible(events);
		for (const event of this.events) this.everAsked.add(event);
	}

	private possible(events: readonly Event[]): readonly Event[] {
		const { api, output } = this.plan;
		const takesEmailings = api === 'account' && output === 'record';
		const lacksUnsubscribes = this.version === 'v2' && this.products.includes('ms');
		const possible = events.filter(
			(event) =>
				(event !== 'emailing' || takesEmailings) && (event !== 'unsubscribe' || !lacksUnsubscribes),
		);
		return possible.length > 0 ? possible : ['click'];
	}

	horizonOf(event: Event): number {
		const isReply = (each: Event) => each === 'bounce' || each === 'complaint';
		const areChosenAnew = this.plan.steps.some((step) => step.do === 'choose');
		const isLong = this.isV1 && !areChosenAnew ? this.events.some(isReply) : isReply(event);
		return isLong ? 7 * DAY_MS : 26 * HOUR_MS;
	}

	/** The keys of the lists that show an event. */
	listsOf(event: Event): string[] {
		return this.isV1 ? [`v1 ${event}`] : this.products.map((product) => `${product} ${event}`);
	}

	/** What a trigger that follows all events may report of a row; undefined: nothing. */
	written(product: CopernicaProduct, sort: Sort, row: Row): Written | undefined {
		const event =
			sort === 'emailing'
				? sort
				: (Object.keys(KINDS) as Array<keyof typeof KINDS>).find((each) => KINDS[each] === sort);
		// v1 has no emailings.
		if (!event || (event === 'emailing' && this.isV1)) return undefined;
		if (!this.isAsked(product, row)) return undefined;
		const { lateSeconds, zone } = this.plan;
		const at = row.timestamp;
		const { time = vendorTime(at, zone) } = shownAs(row, {}) as { time?: string };
		const key = this.isV1
			? `${event} ${this.hashOf(product, row)} ${time}`
			: `${product} ${event} ${row.id}`;
		const visible = row.written + lateSeconds * 1_000;
		const isDated = Object.keys(shownAs(row, {})).length === 0;
		return { key, event, at, isDated, visible, horizon: this.horizonOf(event) };
	}

	private hashOf(product: CopernicaProduct, row: Row): string {
		return this.copernica.data.destination(product, (row as CopernicaEvent).destination)!.hash;
	}

	private isAsked(product: CopernicaProduct, row: Row): boolean {
		if (!this.isV1) {
			if (!this.products.includes(product)) return false;
			return this.id === '' || (row as CopernicaEvent).emailing === Number(this.id);
		}
		const { emailing: mailing, destination } = row as CopernicaEvent;
		const { data } = this.copernica;
		const to = data.destination(product, destination)!;
		const of = data.emailings(product).find(({ id }) => id === mailing)!;
		switch (this.plan.subject) {
			case 'email':
				return to.email === this.message.email;
			case 'profile':
				return to.profile === this.message.profile;
			case 'tags':
				return of.tags.includes(this.id);
			case 'template':
			case 'oldTemplate':
				return product === this.product && of.template === this.emailing.template;
			default:
				return product === this.product && destination === this.message.id;
		}
	}
}
