import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../../nodes/shared/poll/storedState';
import type { IovoxMailRow, IovoxSandbox } from '../../../sandbox';
import type { Ledger, Polled } from '../play';
import type { WindowState } from '../../../nodes/shared/poll/window/state';
import { DISPOSITIONS, type Schedule } from './schedule';

const DAY_MS = 86_400_000;

/** Something that happened to a mail. */
interface Happened {
	name: string;
	id: string;
	/** When, in ms; to the second, as the vendor says it. */
	at: number;
	/** Its place in the history; -1 for what was there before. */
	index: number;
	/** Whether it was dated ahead of all clocks. */
	isAhead: boolean;
}

/** What the trigger's event reports of mails. */
export function namesOf({ event, dispositions }: Schedule): readonly string[] {
	switch (event) {
		case 'newEmail':
			return ['received'];
		case 'sent':
		case 'read':
			return [event];
		case 'failed':
			return dispositions;
		case 'dispositionChanged':
			return DISPOSITIONS.filter((each) => each !== 'received');
		case 'conversation':
			return [...DISPOSITIONS, 'read'];
	}
}

const time = (text: string | undefined) => Date.parse(`${text?.replace(' ', 'T')}Z`);
const toSecond = (ms: number) => Math.floor(ms / 1_000) * 1_000;
const keyOf = (name: string, id: string) => `${name} ${id}`;

/** What happened at the vendor, and which of it is to come out. */
export class IovoxLedger implements Ledger {
	private contact: Polled | undefined;
	private readonly polls: Array<{ start: number; at: number }> = [];
	/** How much had happened when what was there at first had certainly been read. */
	private knownSince = Infinity;
	private readonly before: Happened[];
	/** The mails of which answers do not show when they were received. */
	readonly undated = new Set<string>();

	constructor(
		private readonly iovox: IovoxSandbox,
		private readonly plan: Schedule,
		private readonly date: number,
		/** Whether the trigger's filters let a mail through. */
		private readonly isAsked: (mail: IovoxMailRow) => boolean,
		/** How many events have come out. */
		private readonly emitted: () => number,
	) {
		this.before = iovox.data.mails.flatMap((mail) => {
			const { message_id: id, receive_date, delivery_date, read_first_date, disposition } = mail;
			const received = time(receive_date);
			const of = (name: string, at: number) => ({ name, id, at, index: -1, isAhead: false });
			return [
				of('received', received),
				...(delivery_date ? [of('sent', time(delivery_date))] : []),
				...(read_first_date ? [of('read', time(read_first_date))] : []),
				...(['received', 'sent'].includes(disposition) ? [] : [of(disposition, received)]),
			];
		});
	}

	keyOf(record: IDataObject, json: IDataObject): string {
		const id = String(record.message_id);
		const { bounce } = json as { bounce?: { type: string } };
		const types: Record<string, string> = { sent: 'received', delivered: 'sent', opened: 'read' };
		const name = 'raw' in json ? (types[String(json.type)] ?? bounce!.type) : String(json.event);
		return keyOf(name, id);
	}

	private emittedBefore = 0;

	polled(poll: Polled): void {
		const { isWhole } = poll;
		this.contact ??= poll;
		this.polls.push(poll);
		// Of what waits, no tracking event tells that it was found.
		const isTold = this.plan.output === 'record' || !namesOf(this.plan).includes('queued');
		const gaveNothing = isTold && this.emitted() === this.emittedBefore;
		this.emittedBefore = this.emitted();
		if (isWhole && gaveNothing) {
			this.knownSince = Math.min(this.knownSince, this.iovox.history.length);
		}
	}

	restarted(stored: StoredState | undefined): void {
		// Nobody can know when the first contact was, nor what it came across.
		if (!stored) this.contact = undefined;
		const places = Object.values(stored?.lists ?? {}).map(({ place }) => place as WindowState);
		if (!stored || places.some((place) => !place?.swept)) this.knownSince = Infinity;
	}

	expected(): { must: string[]; may: string[] } {
		const names = namesOf(this.plan);
		const must = new Set<string>();
		const may: string[] = [];
		const all: Happened[] = [
			...this.before,
			...this.iovox.history.map(({ event: name, message_id: id, happened, at }, index) => ({
				...{ name, id, index, isAhead: happened > at },
				at: toSecond(happened),
			})),
		];
		for (const each of all) {
			const mail = this.iovox.data.mail(each.id)!;
			if (!names.includes(each.name) || !this.isAsked(mail)) continue;
			// What waits is of no type of event.
			if (this.plan.output === 'trackingEvent' && each.name === 'queued') continue;
			const key = keyOf(each.name, each.id);
			if (must.has(key)) continue;
			if (this.isCertain(each, mail) && this.canBeSeen(each, mail)) must.add(key);
			else if (this.mayBe(each)) may.push(key);
		}
		return { must: [...must], may };
	}

	/** Whether it has to come out, as Start From says. */
	private isCertain({ name, at, index, id, isAhead }: Happened, mail: IovoxMailRow): boolean {
		const { startFrom } = this.plan;
		if (startFrom === 'beginning') return true;
		const since = startFrom === 'date' ? this.date : this.contact!.mustFrom;
		const isNew = startFrom === 'date' || index >= this.contact!.start;
		// What is dated ahead counts as not dated, at first.
		if (this.isDated(name, mail) && !isAhead) return isNew && at >= since;
		// Of what is not dated, it has to be known what was there at first.
		const made = time(this.iovox.data.mail(id)!.receive_date);
		return (isNew && made >= since && !this.undated.has(id)) || index >= this.knownSince;
	}

	private mayBe({ at, id, index }: Happened): boolean {
		const { startFrom } = this.plan;
		// Of what shows no time, nobody can tell after a restart that lost the start whether it was there.
		if (this.undated.has(id)) return true;
		if (startFrom === 'beginning') return true;
		if (startFrom === 'date') return true;
		return index >= this.contact!.start || at >= this.contact!.mayFrom - 1_000;
	}

	private isDated(name: string, mail: IovoxMailRow): boolean {
		if (name === 'read') return this.plan.readDates === 'always';
		if (name === 'received') return !this.undated.has(mail.message_id);
		return name === 'sent' && this.tellsDelivery(mail);
	}

	private tellsDelivery({ disposition }: IovoxMailRow): boolean {
		return this.plan.deliveryDateOfBounced || disposition !== 'received_bounced';
	}

	/** Whether the vendor shows it while it is looked for. */
	private canBeSeen({ name, index }: Happened, mail: IovoxMailRow): boolean {
		if (name === 'received') return true;
		if (name === 'queued' && mail.disposition !== 'queued') return false;
		if (name === 'sent' && !this.tellsDelivery(mail)) return false;
		const received = time(mail.receive_date);
		const lookBack = this.plan.lookBackDays * DAY_MS;
		if (index < 0) {
			return this.plan.startFrom === 'beginning' || received >= this.date - lookBack;
		}
		const last = this.polls.filter(({ start }) => start <= index).at(-1);
		return received >= (last?.at ?? this.contact!.at) - lookBack;
	}
}
