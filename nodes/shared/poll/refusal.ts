import { NodeApiError } from 'n8n-workflow';

export const hasStatus = (error: unknown, status: number) =>
	error instanceof NodeApiError && error.httpCode === String(status);

/** Whether the vendor does not take what was asked, and not because of who asks or how often. */
export const isRefusal = (error: unknown) =>
	error instanceof NodeApiError &&
	/^4\d\d$/.test(error.httpCode ?? '') &&
	![401, 403, 408, 429].some((status) => hasStatus(error, status));

/** Whether the vendor refuses a cursor that was composed and not given: it may confuse it. */
export const isRefusalOfComposed = (error: unknown) => isRefusal(error) || hasStatus(error, 500);
