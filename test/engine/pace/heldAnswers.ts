import { until } from '../running';
import type { Passed } from './lists';

/** How long nothing comes, in ms, before it is taken that no more come: longer than a busy machine takes. */
const QUIET_MS = 400;

/**
 * Holds requests until as many wait as there can be, or no more come; then lets one of them on, in an
 * order of its own.
 */
export class HeldAnswers {
	/** In the order in which they were let on. */
	readonly let: Passed[] = [];
	private held: Array<{ passed: Passed; go: () => void }> = [];
	private ended = false;

	/**
	 * @param pick which one of so many that are held goes on next, in the order in which they came
	 * @param most how many can be held at once
	 */
	constructor(
		private readonly pick: (count: number) => number,
		private readonly most: number,
	) {
		void this.run();
	}

	hold = async (passed: Passed): Promise<void> =>
		await new Promise((resolve) => this.held.push({ passed, go: resolve }));

	end(): void {
		this.ended = true;
	}

	private async run(): Promise<void> {
		while (!this.ended) {
			const { length } = this.held;
			const isFull = length >= this.most;
			const more =
				!isFull && (await until(() => this.held.length > length || this.ended, QUIET_MS));
			if (more || length === 0) continue;
			const [{ passed, go }] = this.held.splice(this.pick(length), 1) as [(typeof this.held)[0]];
			this.let.push(passed);
			go();
			await until(() => passed.status > 0 || passed.closed);
		}
	}
}
