import type { FaultKind } from './faults';

/** One request as it reached the sandbox. */
export interface RequestRecord {
	method: string;
	/** As received: with the vendor's prefix and the query, nothing decoded. */
	path: string;
	/** The status that was sent; 0 while, or where, nothing was answered. */
	status: number;
	/** The `grant_type` of a token request. */
	grant?: string;
	/** Milliseconds since 1970. */
	at: number;
	/** What the answer was spoilt with. */
	fault?: FaultKind;
}

/** The last requests, and counts over all of them since the start. */
export class RequestLog {
	private readonly records: RequestRecord[] = [];
	private readonly families = new Map<string, number>();
	private readonly grants = new Map<string, number>();
	private readonly awaiting: Array<(record: RequestRecord) => void> = [];
	private total = 0;

	constructor(private readonly limit = 10_000) {}

	get all(): readonly RequestRecord[] {
		return this.records;
	}

	/**
	 * @param family what the path asks for, without IDs: `opens`, `email/opens`, `token`, …
	 * @returns how many requests came before this one
	 */
	add(record: RequestRecord, family: string): number {
		if (this.records.length >= this.limit) this.records.shift();
		this.records.push(record);
		count(this.families, family);
		for (const tell of this.awaiting.splice(0)) tell(record);
		return this.total++;
	}

	/** The next request, as soon as it has arrived. */
	async next(): Promise<RequestRecord> {
		return await new Promise((resolve) => this.awaiting.push(resolve));
	}

	noteGrant(record: RequestRecord, grant: string): void {
		record.grant = grant;
		count(this.grants, grant);
	}

	/** Numbers of requests, by family and by grant. */
	counts(): { requests: Record<string, number>; grants: Record<string, number> } {
		return {
			requests: Object.fromEntries(this.families),
			grants: Object.fromEntries(this.grants),
		};
	}
}

function count(counts: Map<string, number>, key: string): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}
