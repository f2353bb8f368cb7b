import { listSearch } from '../shared/editor/listSearch';
import { text } from '../shared/event';
import { emails } from './lists';
import { procurios } from './vendor';

/** E-mails by subject, title or ID. The vendor can neither search nor begin at the newest. */
export const searchEmails = listSearch(procurios, emails, {
	textOf: ({ subject, title, trackingId }) =>
		[subject, title, trackingId].map((each) => text(each) ?? '').join('\n'),
	toItem: ({ subject, title, trackingId, url }) => ({
		// Mailings of one name are told apart by their ID.
		name: `${[text(subject), text(title)].filter(Boolean).join(' – ')} (${text(trackingId)})`,
		value: text(trackingId) ?? '',
		url: text(url) ?? '',
	}),
	// 20 requests.
	most: 2_000,
});
