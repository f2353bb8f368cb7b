import { createHash } from 'node:crypto';

/** An invented customer. */
export const ACCOUNT = {
	id: '30417',
	name: 'Fietsenwinkel Zuid',
	description: 'Webwinkel & filialen — productie',
	company: 'Vélo Zuid B.V.',
};

/** What only v3 tells of an account. */
export const ACCOUNT_IN_V3 = {
	customer: { id: '902', name: 'Vélo Zuid B.V.', isPartner: false },
	usedBy: null,
	license: { id: '5120', isTrial: false },
};

/**
 * An invented API access token: long, and of characters that a form or a query must encode, so
 * that a client that does not is found out.
 */
export const ACCESS_TOKEN = createHash('sha512').update('copernica').digest('base64');
