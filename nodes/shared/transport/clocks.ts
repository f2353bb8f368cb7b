import type { Transport } from './transport';

/** A vendor's clock that is further behind ours is not believed; ahead of ours, none ever is. */
const FAR_MS = 10 * 60 * 1_000;

/** A Date header is cut to the second, and takes some time to arrive. */
const EXACT_TO_MS = 5_000;

/** Further ahead of both clocks, a record's time is a mistake: a vendor's servers may differ by some. */
const FUTURE_MS = 120_000;

type Dated = Pick<Transport, 'vendorTime'>;

/**
 * The present time that nothing can be later than, in ms since 1970: the earlier of the vendor's clock
 * and ours, unless the vendor's is far behind. Either may be wrong, or only for one answer.
 */
export function certainNow({ vendorTime }: Dated): number {
	const ours = Date.now();
	const isFarBehind = vendorTime !== undefined && vendorTime < ours - FAR_MS - EXACT_TO_MS;
	return isFarBehind ? ours : Math.min(ours, vendorTime ?? ours);
}

/** Up to when something can have happened by any of the clocks, in ms since 1970. */
export const latestPossible = ({ vendorTime }: Dated) =>
	Math.max(Date.now(), vendorTime ?? -Infinity) + FUTURE_MS;

/** How far a vendor's clock is ahead of ours, in ms, where both cannot be about right; else undefined. */
export function farAhead({ vendorTime }: Dated): number | undefined {
	const ahead = (vendorTime ?? NaN) - Date.now();
	return Math.abs(ahead) > FAR_MS + EXACT_TO_MS ? ahead : undefined;
}
