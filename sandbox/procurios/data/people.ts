import type { Random } from '../../random';
import { FAMILY_NAMES, GIVEN_NAMES } from './words';

/** A person in the customer's CRM, who receives many mails. */
export interface Person {
	relationId: number;
	name: string;
	email: string;
	/** Hashes of the addresses that the person reads mail from: home, work, phone. */
	locations: readonly string[];
}

export class PersonMaker {
	private nextRelationId = 1_001;

	constructor(private readonly random: Random) {}

	person(): Person {
		const relationId = this.nextRelationId;
		this.nextRelationId += this.random.int(1, 9);
		return {
			relationId,
			name: `${this.random.pick(GIVEN_NAMES)} ${this.random.pick(FAMILY_NAMES)}`,
			email: `lid+${relationId}@leden.example`,
			locations: Array.from({ length: this.random.int(1, 3) }, () => this.random.hex(20)),
		};
	}
}

/** Addresses of scanners that open and click mail on behalf of many recipients. */
export function scannerLocations(random: Random): string[] {
	return Array.from({ length: 8 }, () => random.hex(20));
}
