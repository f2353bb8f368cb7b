import type { Answer } from './answer';
import { type Ending, endingWith } from './cancel';

/** Requests that a run may lose, one after the other. */
const MOST_LOST = 3;

/** Made once, as all that waits is ended by it. */
const OVER = new Error('The run has lost its patience');

interface Waiting {
	readonly most: number;
	start(): void;
}

/**
 * How long one run of a node bears with a host that answers nothing: a thousand items would each try as
 * often as one, for hours. When some requests have used up all their tries, and none succeeded between
 * them, all that the run still asks for ends at once, in the same way. So that some soon have, a request
 * keeps its place among the few that are under way while it waits for its next try.
 *
 * A request that can be made for fewer records is not lost with its tries. So that a thousand items do
 * not each find out how few is few enough, one does so for all of them, as long as none succeeds.
 */
export class Patience {
	private lost = 0;
	private end: Answer | undefined;
	/** The least that the host was too slow for since it last answered well, and what came of it. */
	private tooMuch: { readonly size: number; readonly answer: Answer } | undefined;
	private readonly asking = new Set<Ending>();
	/** Those of them that have a place. */
	private underWay = 0;
	/** In the order in which they came. */
	private readonly waiting: Waiting[] = [];

	/** Whether nothing is left of the run that lost it: n8n may begin the run anew. */
	get isPast(): boolean {
		return this.end !== undefined && this.asking.size === 0;
	}

	/**
	 * Runs a request, which may take many tries.
	 * @param most how many may be under way
	 * @param request obeys the signal: of the one that is given, and of the patience
	 * @returns its answer, or that which the patience ended with
	 */
	async during(
		signal: AbortSignal | undefined,
		most: number,
		request: (until: AbortSignal) => Promise<Answer>,
	): Promise<Answer> {
		if (this.end) return this.end;
		const until = endingWith(signal);
		this.asking.add(until);
		const asked = this.place(most, until.signal).then(async () => {
			try {
				return await request(until.signal);
			} finally {
				this.underWay--;
				this.admit();
			}
		});
		const end = async (error: unknown) =>
			this.end && !signal?.aborted ? this.end : await Promise.reject(error);
		return await asked.catch(end).finally(() => {
			this.asking.delete(until);
			until.release();
		});
	}

	private async place(most: number, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (this.waiting.length === 0 && this.hasRoom(most)) {
			this.underWay++;
			return;
		}
		await new Promise<void>((resolve, reject) => {
			const leave = () => {
				this.waiting.splice(this.waiting.indexOf(waiting), 1);
				reject(signal.reason as Error);
				this.admit();
			};
			const start = () => {
				signal.removeEventListener('abort', leave);
				this.underWay++;
				resolve();
			};
			const waiting = { most, start };
			signal.addEventListener('abort', leave, { once: true });
			this.waiting.push(waiting);
		});
	}

	private admit(): void {
		while (this.waiting.length > 0 && this.hasRoom(this.waiting[0]!.most)) {
			this.waiting.shift()!.start();
		}
	}

	/** More than may be lost are of no use while the host is too slow. */
	private hasRoom(most: number): boolean {
		return this.underWay < (this.tooMuch ? Math.min(MOST_LOST, most) : most);
	}

	/** A request had a good answer. */
	restore(): void {
		this.lost = 0;
		if (!this.tooMuch) return;
		this.tooMuch = undefined;
		this.admit();
	}

	/** The host was too slow for so many records, and can be asked for fewer. */
	shrink(size: number, answer: Answer): void {
		if (size < (this.tooMuch?.size ?? Infinity)) this.tooMuch = { size, answer };
	}

	/** What most likely comes of a request for so many records, where it is not worth a try. */
	foreseen(size: number | undefined): Answer | undefined {
		const { tooMuch } = this;
		return size !== undefined && tooMuch && size >= tooMuch.size ? tooMuch.answer : undefined;
	}

	/** A request has used up all its tries. @param answer the last one */
	lose(answer: Answer): void {
		if (++this.lost < MOST_LOST || this.end) return;
		this.end = answer;
		for (const each of [...this.asking]) each.abort(OVER);
	}
}

/** The patience of each run, by host; gone with the run. */
const runs = new WeakMap<object, Map<string, Patience>>();

/** The one patience of a run with a host. */
export function patienceOf(run: object, host: string): Patience {
	const hosts = runs.get(run) ?? new Map<string, Patience>();
	runs.set(run, hosts);
	const known = hosts.get(host);
	// "Retry On Fail" runs the node once more, as the same run.
	if (known && !known.isPast) return known;
	const patience = new Patience();
	hosts.set(host, patience);
	return patience;
}
