import type { PageAnswer, PageRequest } from '../feed';

/** How a walk reaches the vendor; `connection.ts` makes these. */
export interface Transport {
	/** @throws NodeApiError, after the retries */
	get(request: PageRequest, signal?: AbortSignal): Promise<PageAnswer>;
	/** @throws NodeOperationError when a link leaves the vendor's host */
	checkLink(link: string): void;
	/** How many requests may be under way at once. */
	readonly requestsAtOnce: number;
	/** The vendor's clock when it last answered, in ms since 1970; undefined where it did not say. */
	readonly vendorTime: number | undefined;
	/** Blacks out what the vendor may have echoed of the login. */
	redact(text: string): string;
	/** The whole address of a link; undefined where it leaves the vendor's host. */
	resolve(link: string): string | undefined;
}
