/** Rising latency shows from here: so many times the best that was seen … */
const SLOW_FACTOR = 4;
/** … and no sooner than this, so that jitter of a fast vendor shows nothing. */
const SLOW_MS = 1_000;

/** How long the answers to one run take, which asks for much the same each time. */
export class Latency {
	private best = Infinity;
	private smoothed = 0;

	/** @returns whether answers take much longer by now */
	isSlow(took: number): boolean {
		// The best fades, so that one quick answer does not make all others slow for ever.
		this.best = Math.min(took, this.best * 1.05);
		this.smoothed = this.smoothed === 0 ? took : this.smoothed * 0.8 + took * 0.2;
		return this.smoothed > SLOW_MS && this.smoothed > this.best * SLOW_FACTOR;
	}

	/** Another pace is judged by its own answers. */
	judgeAnew(): void {
		this.smoothed = 0;
	}
}
