import type { Random } from '../../random';
import type { Kind, Product } from '../rows';

/** What is numbered on its own. */
export type Sort = `${Product} ${Kind | 'emailing' | 'destination'}` | Unowned;
type Unowned = 'profile' | 'subprofile' | 'link';

/** Products and kinds begin alike, so that a client must tell their IDs apart. */
const FIRST_EVENT = 70_001;
const FIRST: Partial<Record<Sort, number>> = {
	'ms emailing': 1201,
	'publisher emailing': 1201,
	'ms destination': 650_017,
	'publisher destination': 650_017,
	profile: 310_001,
	subprofile: 20_001,
	link: 5501,
};

/** Gives IDs that rise; not every one is given. */
export class Numbers {
	private readonly last = new Map<Sort, number>();

	constructor(
		private readonly random: Random,
		/** How much higher than the last one the next is, at most. */
		private readonly step: number,
	) {}

	next(sort: Sort): number {
		const last = this.last.get(sort);
		const first = FIRST[sort] ?? FIRST_EVENT;
		const id = last === undefined ? first : last + this.random.int(1, this.step);
		this.last.set(sort, id);
		return id;
	}

	/** Goes on behind an ID that was given from outside. */
	skip(sort: Sort, id: number): void {
		this.last.set(sort, Math.max(id, this.last.get(sort) ?? 0));
	}
}
