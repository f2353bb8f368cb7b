import { formatCursor, parseCursor } from '../paging/resumeCursor';
import { isPackedSet, NumberSet } from '../values/numberSet';

/** Shorter ones are stored as they are. */
const SHORT = 2_000;
/** Digests are of 32 bits, as `digestOf` makes them; the nth of several equal ones counts as so much more. */
const NEXT = 2 ** 32;
const PACKED = /^([^~]*)~~([A-Za-z0-9+/=]+)$/;

/** More is not stored: some 50,000 rows of one place. */
export const MOST_CURSOR = 165_000;
const MOST_ROWS = 100_000;

/** A cursor as it is stored: the digests of many rows at one place take 3 characters each, not 9. */
export function storedCursor(cursor: string): string {
	if (cursor.length <= SHORT) return cursor;
	const { cursor: place, delivered } = parseCursor(cursor);
	if (delivered.length === 0) return cursor;
	const digests = new NumberSet();
	for (const digest of delivered) {
		let number = parseInt(digest, 16);
		while (digests.has(number)) number += NEXT;
		digests.add(number);
	}
	return `${place}~~${digests.pack()}`;
}

/** @returns what `storedCursor` was given, its digests in another order, which says nothing */
export function cursorIn(stored: string): string {
	const [, place, packed] = PACKED.exec(stored) ?? [];
	if (place === undefined || !isPackedSet(packed)) return stored;
	const digests = new NumberSet(packed)
		.numbers(MOST_ROWS)
		.map((each) => (each % NEXT).toString(16).padStart(8, '0'));
	return formatCursor(place, digests.sort());
}
