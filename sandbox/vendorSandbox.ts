import type { FastifyInstance } from 'fastify';

import type { Controllable } from './control';
import { FaultQueue, type DateTeller, type Fault } from './faults';
import { History } from './history';
import type { Live, LiveOptions } from './live';
import type { CommonParts, CommonSwitches } from './plugin';
import { RequestLog, type RequestRecord } from './requestLog';
import { type Allowed, type ChangesOf, mergeInto } from './switches';

/** What every vendor of the sandbox is and does, whatever it holds. */
export abstract class VendorSandbox<
	Site extends { now(): number },
	Switches extends CommonSwitches,
	HistoryEntry extends { at: number },
> implements Controllable
{
	/** Where all of it is; known once the sandbox listens. */
	baseUrl = '';
	/** Whether a page links to the next one; else pages are numbered. */
	protected readonly linksPages: boolean = false;
	protected readonly log = new RequestLog();
	protected readonly faults = new FaultQueue();
	protected readonly past: History<HistoryEntry>;
	private live?: Live<unknown, unknown>;

	/**
	 * @param switches how the open questions about the vendor are answered; changes take effect at once
	 * @param options of the vendor, of which these are switches
	 * @throws Error for a switch that is none, or cannot have the value
	 */
	constructor(
		protected readonly site: Site,
		readonly switches: Switches,
		private readonly allowed: Allowed,
		{ latency, switches: changes }: { latency?: number; switches?: ChangesOf<Switches> },
	) {
		mergeInto(switches, { latency, ...changes }, allowed);
		this.past = new History(site.now);
	}

	/** What a user of the vendor fills in, and numbers of rows. */
	abstract readonly facts: { readonly counts: object };
	abstract stats(): object;
	/** `add` by name, for other processes. @throws Error for a kind that there is not */
	abstract addRow(kind: string, row: object, more?: { recipients?: number }): object;
	abstract register(app: FastifyInstance): void;
	/** What goes on happening at this vendor. */
	protected abstract audience(options: LiveOptions): Live<unknown, unknown>;

	/** What was written since the start, by `add`, live or the API, in order of writing. */
	get history(): readonly HistoryEntry[] {
		return this.past.entries;
	}

	/** Changes the switches that are named. @throws Error for a name or value that is none */
	setSwitches(changes: ChangesOf<Switches>): void {
		mergeInto(this.switches, changes, this.allowed);
	}

	protected get parts(): CommonParts & { switches: Switches } {
		const { log, faults, switches, site } = this;
		return { log, faults, switches, now: site.now };
	}

	/** The last 10,000 requests, oldest first. */
	get requests(): readonly RequestRecord[] {
		return this.log.all;
	}

	/** The next request, as soon as it has arrived; it may not have been answered yet. */
	async nextRequest(): Promise<RequestRecord> {
		return await this.log.next();
	}

	/** Queues a fault. @throws Error when it is described wrongly, or needs other sorts of pages */
	fault(fault: Fault): void {
		if (!this.linksPages && (fault.kind === 'foreignNext' || fault.kind === 'standStill')) {
			throw new Error(`Pages are numbered here, "${fault.kind}" cannot be shown`);
		}
		if (this.linksPages && fault.kind === 'highTotal') {
			throw new Error(`Nothing is counted here, "${fault.kind}" cannot be shown`);
		}
		this.faults.add(fault);
	}

	clearFaults(): void {
		this.faults.clear();
	}

	/** From now on, answers with a Date header say this; the clock of the sandbox stays as it is. */
	tellDate(tell: DateTeller): void {
		this.faults.tellDate = tell;
	}

	/** Things go on happening until `stopLive`; a second start replaces the first. */
	startLive(options: LiveOptions = {}): void {
		this.stopLive();
		this.live = this.audience(options);
		this.live.start();
	}

	stopLive(): void {
		this.live?.stop();
		this.live = undefined;
	}

	/** Lets so many live events happen at once, without waiting for a clock. */
	happen(times: number, options: LiveOptions = {}): void {
		this.audience(options).happen(times);
	}
}
