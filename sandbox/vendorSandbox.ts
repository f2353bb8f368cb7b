import { FaultQueue, type DateTeller, type Fault } from './faults';
import type { Live, LiveOptions } from './live';
import { RequestLog, type RequestRecord } from './requestLog';

/** What every vendor of the sandbox is and does, whatever it holds. */
export abstract class VendorSandbox {
	/** Whether a page links to the next one; else pages are numbered. */
	protected readonly linksPages: boolean = false;
	protected readonly log = new RequestLog();
	protected readonly faults = new FaultQueue();
	private live?: Live;

	/** What goes on happening at this vendor. */
	protected abstract audience(options: LiveOptions): Live;

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
