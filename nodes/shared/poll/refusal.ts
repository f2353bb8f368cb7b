import { NodeApiError } from 'n8n-workflow';
import { hasStatus } from '../transport/apiError';

/** Whether the vendor may refuse the cursor that was asked for, not who asks or how often. */
export const mayBeRefusal = (error: unknown) =>
	error instanceof NodeApiError &&
	/^(?:4\d\d|500)$/.test(error.httpCode ?? '') &&
	![401, 403, 408, 425, 429].some((status) => hasStatus(error, status));
