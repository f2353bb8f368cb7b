import type { Random } from '../../random';

/** Rising IDs with gaps. */
export class Ids {
	constructor(
		private upcoming: number,
		private readonly random: Random,
	) {}

	/** @param given an ID that is to be used; later ones are higher in any case */
	next(given = this.upcoming): number {
		this.upcoming = Math.max(this.upcoming, given + this.random.int(1, 4));
		return given;
	}
}
