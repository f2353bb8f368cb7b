import type { Random } from '../../random';
import type { Kind, Product } from '../rows';

/** Where the IDs of each sort begin: products and kinds have the same ones, to be told apart. */
const FIRST = {
	emailing: 1201,
	destination: 650_017,
	event: 70_001,
	profile: 310_001,
	subprofile: 20_001,
	link: 5501,
};

/** Gives IDs that rise; not every one is given. */
export class Numbers {
	private readonly last = new Map<string, number>();
	private readonly made: Record<Product, number> = { ms: 0, publisher: 0 };

	constructor(
		private readonly random: Random,
		private readonly step: number,
	) {}

	/** How many emailings the product has got so far. */
	emailings(product: Product): number {
		return this.made[product];
	}

	emailing(product: Product): number {
		this.made[product] += 1;
		return this.next(`${product} emailing`, FIRST.emailing);
	}

	destination(product: Product): number {
		return this.next(`${product} destination`, FIRST.destination);
	}

	event(product: Product, kind: Kind): number {
		return this.next(`${product} ${kind}`, FIRST.event);
	}

	profile(): number {
		return this.next('profile', FIRST.profile);
	}

	subprofile(): number {
		return this.next('subprofile', FIRST.subprofile);
	}

	link(): number {
		return this.next('link', FIRST.link);
	}

	/** IDs go on behind one that was given from outside. */
	skip(sort: string, id: number): void {
		this.last.set(sort, Math.max(id, this.last.get(sort) ?? 0));
	}

	private next(sort: string, first: number): number {
		const last = this.last.get(sort);
		const id = last === undefined ? first : last + this.random.int(1, this.step);
		this.last.set(sort, id);
		return id;
	}
}
