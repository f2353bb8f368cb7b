/**
 * What waits, in turns: the parties that wait have one turn after the other, and each has its own
 * things in the order in which they came. So a party with many things does not hold up one with few.
 */
export class FairQueue<T> {
	/** The party whose turn is next comes first. */
	private readonly parties = new Map<object, T[]>();

	get size(): number {
		let size = 0;
		for (const things of this.parties.values()) size += things.length;
		return size;
	}

	add(party: object, thing: T): void {
		const things = this.parties.get(party);
		if (things) things.push(thing);
		else this.parties.set(party, [thing]);
	}

	/** Takes one out that waits no longer. */
	remove(party: object, thing: T): void {
		const things = this.parties.get(party)!;
		things.splice(things.indexOf(thing), 1);
		if (things.length === 0) this.parties.delete(party);
	}

	/**
	 * Takes the next one, and its party's next turn comes after those of all others. A party whose
	 * thing is not ready keeps its place.
	 */
	take(isReady: (thing: T) => boolean): T | undefined {
		for (const [party, things] of this.parties) {
			if (!isReady(things[0]!)) continue;
			this.parties.delete(party);
			if (things.length > 1) this.parties.set(party, things);
			return things.shift();
		}
		return undefined;
	}
}
