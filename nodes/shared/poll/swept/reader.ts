import type { Transport } from '../../transport/transport';
import {
	contactTime,
	type FollowOptions,
	type FoundEvent,
	MOST_CHARACTERS,
	ourContactTime,
} from '../source';
import type { OldResult } from '../interim';
import { oddOf } from '../seen/oddKeys';
import { Clocks } from './clocks';
import { defined } from '../defined';
import { ListReader } from './listReader';
import type { ListState, Start, SweptState } from './state';
import type { Swept } from './sweptList';
import type { SweptPoll } from './sweptPoll';

/** Our clock may be ahead of the vendor's by this much before a list has to be begun anew. */
const SKEW_MS = 5 * 60 * 1_000;

interface Turn {
	readonly key: string;
	readonly reader: ListReader;
}

/** One poll of the lists: what is new in each, then what may have come late. */
export class SweptReader implements SweptPoll {
	readonly clocks: Clocks;
	readonly sweepEvery: number;
	readonly began = Date.now();
	readonly events: FoundEvent[] = [];
	start: Start;
	private isMet: boolean;
	/** The first contact, where it is with this poll. */
	private contact: { readonly time: number; readonly vendorTime: number } | undefined;
	private readonly turns: readonly Turn[];
	/** The list that the next poll begins with. */
	private next: string | undefined;
	private error: Error | undefined;
	private shortened = false;

	constructor(
		swept: Swept,
		private readonly prior: SweptState | undefined,
		readonly transport: Transport,
		readonly options: FollowOptions,
	) {
		this.clocks = new Clocks(swept.zone, swept.zones);
		this.sweepEvery = swept.sweepEvery;
		this.isMet = prior !== undefined;
		this.start = prior ?? this.startAt(ourContactTime(options) - SKEW_MS);
		this.next = prior?.next;
		const lists = swept.lists.map((list) => ({
			key: list.key,
			reader: new ListReader(list, prior?.lists[list.key], this),
		}));
		const first = Math.max(
			0,
			lists.findIndex(({ key }) => key === prior?.next),
		);
		this.turns = [...lists.slice(first), ...lists.slice(0, first)];
	}

	meet(): boolean {
		if (this.isMet) return false;
		this.isMet = true;
		const contact = contactTime(this.transport, this.options);
		this.start = this.startAt(contact);
		if (this.options.failedContact === undefined) {
			this.contact = { time: contact, vendorTime: this.transport.vendorTime ?? contact };
		}
		return true;
	}

	get aheadAtStart(): number {
		const { contact, transport } = this;
		if (!contact) return 0;
		const { vendorTime = contact.time } = transport;
		return Math.min(contact.vendorTime, vendorTime) - contact.time;
	}

	async read(): Promise<OldResult<SweptState>> {
		const { events, prior, options } = this;
		if (await this.each(this.turns, async (reader) => await reader.readFresh())) {
			const due = this.turns.filter(({ reader }) => reader.isRead && reader.isSweepDue);
			await this.each(due, async (reader) => await reader.sweep());
		}
		const { error } = this;
		if (!this.isMet) throw error ?? (options.signal.reason as Error);
		const state = this.packed();
		const odd = oddOf(this.turns.map(({ reader }) => reader.odd));
		const reading = { events, state, interrupted: error, shortened: this.shortened, odd };
		if (!error || events.length > 0) return reading;
		const ledOn = JSON.stringify(state) !== JSON.stringify(prior);
		// Where there was too much to read, the next poll has to go on with it.
		if (ledOn && options.signal.aborted) return reading;
		if (ledOn && prior) return { ...reading, failed: error };
		throw error;
	}

	/**
	 * Gives the lists their turns, as long as there is time and room.
	 * @returns whether each had its turn, and there is time and room for more
	 */
	private async each(
		turns: readonly Turn[],
		read: (reader: ListReader) => Promise<boolean>,
	): Promise<boolean> {
		for (const [place, { key, reader }] of turns.entries()) {
			if (this.isOver) {
				this.next = key;
				return false;
			}
			let failure: Error | undefined;
			const isDone = await read(reader).catch((error: Error) => {
				failure = error;
				return false;
			});
			this.error ??= failure;
			if (isDone || (failure && !this.isOver)) continue;
			// Others come first, so that one list with a backlog does not keep them all waiting.
			const after = this.turns.findIndex((turn) => turn.key === key) + 1;
			this.next = (turns[place + 1] ?? this.turns[after % this.turns.length]!).key;
			return false;
		}
		return true;
	}

	private get isOver(): boolean {
		return this.options.signal.aborted || this.events.length >= this.options.most;
	}

	private startAt(contact: number): Start {
		return this.clocks.start(this.options.startFrom(), contact);
	}

	private packed(): SweptState {
		const { contact, since, silent } = this.start;
		const lists = Object.fromEntries(this.fitting());
		return { contact, ...defined({ since, silent, next: this.next }), lists };
	}

	/** Where the lists stand. If that is too much, the oldest of the largest is forgotten. */
	private fitting(): Array<[string, ListState]> {
		const packed = this.turns.map(({ key, reader }) => {
			const state = reader.pack();
			return { key, reader, state, size: sizeOf(key, state) };
		});
		let size = packed.reduce((sum, each) => sum + each.size, 0);
		while (size > MOST_CHARACTERS) {
			const largest = packed.reduce((a, b) => (b.size > a.size ? b : a));
			const isMissed = largest.reader.forgetOldest();
			if (isMissed === undefined) break;
			this.shortened ||= isMissed;
			largest.state = largest.reader.pack();
			size -= largest.size;
			largest.size = sizeOf(largest.key, largest.state);
			size += largest.size;
		}
		packed.sort((a, b) => (a.key < b.key ? -1 : 1));
		return packed.map(({ key, state }) => [key, state]);
	}
}

const sizeOf = (key: string, state: ListState) => JSON.stringify([key, state]).length;
