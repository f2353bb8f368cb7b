import { baseAddress } from '../../../nodes/shared/values/url';
import type { Vendor } from '../../../nodes/shared/vendor';

/** A service that there is not: what it takes to add one is this folder and its credential. */
export const postino: Vendor = {
	id: 'postino',
	displayName: 'Postino',
	credentialType: 'postinoApi',
	baseUrl: ({ apiUrl }) => baseAddress(apiUrl),
	baseUrlField: 'API URL',
	headers: { Accept: 'application/json' },
	requestsAtOnce: 2,
	advice: { 401: 'Check the API Key.' },
	loginAdvice: 'Check the API Key.',
};
