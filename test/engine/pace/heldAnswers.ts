import { until } from '../running';
import type { Passed } from './lists';

/** Lets requests on one at a time, as soon as no more come, in an order of its own. */
export class HeldAnswers {
	/** In the order in which they were let on. */
	readonly let: Passed[] = [];
	private held: Array<{ passed: Passed; go: () => void }> = [];
	private ended = false;

	/** @param pick which one of so many that are held goes on next, in the order in which they came */
	constructor(private readonly pick: (count: number) => number) {
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
			const more = await until(() => this.held.length > length || this.ended, 100);
			if (more || length === 0) continue;
			const [{ passed, go }] = this.held.splice(this.pick(length), 1) as [(typeof this.held)[0]];
			this.let.push(passed);
			go();
			await until(() => passed.status > 0 || passed.closed);
		}
	}
}
