import { formatCursor, parseCursor } from '../paging/resumeCursor';
import { packNumbers, unpackNumbers } from './seen/packedNumbers';

/** Shorter ones are stored as they are. */
const SHORT = 2_000;
/** Digests of 32 bits, as `digestOf` makes them. */
const DIGEST_BITS = 32;
const PACKED = /^([^~]*)~~([A-Za-z0-9+/=]+)$/;

/** More is not stored: some 50,000 rows of one place. */
export const MOST_CURSOR = 150_000;

/** A cursor as it is stored: the digests of many rows at one place take 3 characters each, not 9. */
export function storedCursor(cursor: string): string {
	if (cursor.length <= SHORT) return cursor;
	const { cursor: place, delivered } = parseCursor(cursor);
	if (delivered.length === 0) return cursor;
	const digests = delivered.map((digest) => parseInt(digest, 16));
	return `${place}~~${packNumbers(digests, DIGEST_BITS)}`;
}

/** @returns what `storedCursor` was given, its digests in another order, which says nothing */
export function cursorIn(stored: string): string {
	const [, place, packed] = PACKED.exec(stored) ?? [];
	if (place === undefined || packed === undefined) return stored;
	const digests = unpackNumbers(packed, DIGEST_BITS).map((each) =>
		(each % 2 ** DIGEST_BITS).toString(16).padStart(8, '0'),
	);
	return formatCursor(place, digests);
}
