import { hash } from 'node:crypto';

/**
 * A cursor names a position of a sorted list, not a row. Where several rows share a position, it
 * alone would lose the rest of the group or repeat its beginning. So a place in a list is a cursor
 * and, where it matters, the digests of rows behind that cursor which were delivered already. Rows
 * may be equal in every field: digests are counted, not collected in a set.
 */
export type Place = string | (() => string);

/** Digests may collide; counting keeps that harmless. */
export const digestOf = (identity: string) => hash('sha256', identity).slice(0, 8);

const WITH_DIGESTS = /^([^~]*)~([0-9a-f]{8}(?:\.[0-9a-f]{8})*)$/;

/** The text of a place: the vendor's own cursor where that suffices. */
export const formatCursor = (cursor: string, delivered: readonly string[]) =>
	delivered.length === 0 ? cursor : `${cursor}~${delivered.join('.')}`;

/** Reads what `formatCursor` wrote, or a cursor of the vendor. */
export function parseCursor(text: string): { cursor: string; delivered: string[] } {
	const [, cursor = text, delivered] = WITH_DIGESTS.exec(text) ?? [];
	return { cursor, delivered: delivered?.split('.') ?? [] };
}

/** Counts rows that are equal: 1, or n for the nth of them. */
export function counting(): (identity: string) => number {
	const times = new Map<string, number>();
	return (identity) => {
		const ordinal = (times.get(identity) ?? 0) + 1;
		times.set(identity, ordinal);
		return ordinal;
	};
}

/** Rows that share one position, as far as a walk has seen them. */
export class TieGroup {
	readonly seen: string[];
	/** Those of them that have no position of their own: they may stand behind that of the group. */
	readonly odd: string[] = [];
	/** Made when it is needed: most groups are one row, which nobody asks about. */
	private ordinalOf: ReturnType<typeof counting> | undefined;

	/**
	 * @param from the cursor that shows the whole group again, '' for the beginning of the list
	 * @param before digests of rows between that cursor and the group
	 */
	constructor(
		readonly from: string,
		readonly position: string,
		before: readonly string[] = [],
	) {
		this.seen = [...before];
	}

	/** @returns how many rows like this one were seen, this one included */
	see(digest: string, isOdd: boolean): number {
		if (isOdd) this.odd.push(digest);
		this.seen.push(digest);
		this.ordinalOf ??= counting();
		return this.ordinalOf(digest);
	}
}

/** Rows behind the cursor that were delivered and will be shown again. */
export class Delivered {
	private readonly rows = new Map<string, { times: number; order: number | undefined }>();

	/** @param order what the rows' position begins with; undefined where it is not known yet */
	add(digests: readonly string[], order?: number): void {
		for (const digest of digests) {
			this.rows.set(digest, { times: (this.rows.get(digest)?.times ?? 0) + 1, order });
		}
	}

	get empty(): boolean {
		return this.rows.size === 0;
	}

	/** @returns whether such a row was delivered; each is taken as often as it was added */
	take(digest: string): boolean {
		const row = this.rows.get(digest);
		if (!row) return false;
		if (--row.times === 0) this.rows.delete(digest);
		return true;
	}

	/** Forgets rows that the list has passed without showing them: the vendor removed them. */
	passed(order: number): void {
		for (const [digest, row] of this.rows) {
			row.order ??= order;
			if (row.order < order) this.rows.delete(digest);
		}
	}

	digests(): string[] {
		return [...this.rows].flatMap(([digest, { times }]) => Array<string>(times).fill(digest));
	}
}
