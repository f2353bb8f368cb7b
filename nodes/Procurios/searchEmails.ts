import { listSearch } from '../shared/listSearch';
import { emails } from './feeds';
import { procurios } from './vendor';

/** E-mails by subject, title or ID. The vendor can neither search nor begin at the newest. */
export const searchEmails = listSearch(procurios, emails, {
	textOf: ({ subject, title, trackingId }) => `${subject ?? ''}\n${title ?? ''}\n${trackingId}`,
	toItem: ({ subject, title, trackingId, url }) => ({
		// Mailings of one name are told apart by their ID.
		name: `${[subject, title].filter(Boolean).join(' – ')} (${trackingId})`,
		value: String(trackingId),
		url,
	}),
	// 20 requests.
	most: 2_000,
});
