/** Time that passes when a test says so: a clock, and pauses on it. */
export class FakeTime {
	private ms = 0;
	private pauses: Array<{ until: number; end: () => void }> = [];

	/** Bound, as what goes by them may take them out. */
	now = () => this.ms;

	sleep = async (ms: number, signal?: AbortSignal): Promise<void> =>
		await new Promise((resolve, reject) => {
			const pause = { until: this.ms + ms, end: resolve };
			this.pauses.push(pause);
			signal?.addEventListener('abort', () => {
				this.pauses = this.pauses.filter((each) => each !== pause);
				reject(signal.reason as Error);
			});
		});

	/** How many pauses have not ended. */
	get pausing(): number {
		return this.pauses.length;
	}

	/** Lets time pass; what happens at the end of a pause happens then. */
	async pass(ms: number): Promise<void> {
		const end = this.ms + ms;
		for (let next = this.next(end); next; next = this.next(end)) {
			this.pauses = this.pauses.filter((each) => each !== next);
			this.ms = Math.max(this.ms, next.until);
			next.end();
			await settled();
		}
		this.ms = end;
	}

	private next(end: number) {
		const due = this.pauses.filter(({ until }) => until <= end);
		return due.sort((a, b) => a.until - b.until)[0];
	}
}

/** What can happen without time has happened. */
export const settled = async (): Promise<void> =>
	await new Promise((resolve) => setImmediate(resolve));
