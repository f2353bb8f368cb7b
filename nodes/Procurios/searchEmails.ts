import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { connect } from '../shared/request';
import { walk } from '../shared/walker';
import { emails } from './feeds';
import type { Email } from './records';
import { procurios } from './vendor';

/** How many e-mails one search looks through: 20 requests. */
const MOST_SEARCHED = 2_000;

/**
 * The list behind "From List": e-mails whose subject, title or ID contains the text, the newest of
 * those looked through first. The vendor can neither search nor begin at the newest.
 */
export async function searchEmails(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken = '',
): Promise<INodeListSearchResult> {
	const transport = await connect(this, procurios);
	const fields = <T>(name: string, fallback: T) =>
		name === 'options.continueAfter' ? (String(paginationToken) as T) : fallback;
	const wanted = filter.trim().toLowerCase();
	const found: Email[] = [];
	let searched = 0;
	let cursor = '';
	for await (const { records, cursorAfter } of pages()) {
		found.push(...records.filter((email) => matches(email, wanted)));
		searched += records.length;
		cursor = cursorAfter;
		if (searched >= MOST_SEARCHED) break;
	}
	return {
		results: found.reverse().map(({ trackingId, subject, title, url }) => ({
			name: [subject, title].filter(Boolean).join(' – ') || String(trackingId),
			value: String(trackingId),
			url: url ? transport.resolve(url) : undefined,
		})),
		paginationToken: searched >= MOST_SEARCHED ? cursor : undefined,
	};

	async function* pages() {
		const walking = walk(emails.open(fields), transport, {
			name: emails.name,
			limit: MOST_SEARCHED,
		});
		for await (const page of walking) {
			if (page.records.length === 0) continue;
			yield { records: page.records, cursorAfter: page.cursorAfter(page.records.length - 1) };
		}
	}
}

const matches = ({ subject, title, trackingId }: Email, wanted: string) =>
	`${subject ?? ''}\n${title ?? ''}\n${trackingId}`.toLowerCase().includes(wanted);
