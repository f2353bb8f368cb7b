import type { Changes } from './changes';
import type { Makers } from './data/makers';
import type { ProxyRequest } from './proxyRequest';
import type { ProxyRow } from './rows';
import type { SendRequest, SentAttachment } from './sendRequest';
import type { Store } from './store';

/** A mail that was accepted over the API, with all that was in it. */
export interface SentMail {
	message_id: string;
	request: SendRequest;
	attachments: SentAttachment[];
}

/** What an accepted mail answers; the last two only for a mail with a `proxy_domain`. */
export interface Receipt {
	message_id: string;
	conversation_id?: string;
	proxy_address?: string;
}

/** Takes mails that are to be sent, and makes addresses. */
export class Outbox {
	/** One entry for each time that a mail was accepted, oldest first. */
	readonly mails: SentMail[] = [];

	constructor(
		private readonly store: Store,
		private readonly changes: Changes,
		private readonly makers: Makers,
	) {}

	accept(request: SendRequest, attachments: SentAttachment[]): Receipt {
		const { proxy_domain, proxy_name, sender_name } = request;
		const conversation =
			proxy_domain === undefined
				? {}
				: {
						conversation_id: this.makers.id(),
						proxy_address: this.makers.proxyAddress(proxy_domain),
					};
		const { message_id } = this.changes.mail({
			link_id: request.link_id,
			sender_address: request.sender_address,
			sender_name,
			recipient_address: request.recipient_address,
			recipient_name: request.recipient_name,
			proxy_name: proxy_domain === undefined ? null : (proxy_name ?? sender_name),
			conversation_id: null,
			proxy_address: null,
			...conversation,
		});
		this.mails.push({ message_id, request, attachments });
		return { message_id, ...conversation };
	}

	makeProxy({ proxy_domain, ...request }: ProxyRequest): ProxyRow {
		const row = {
			...request,
			proxy_address: this.makers.proxyAddress(proxy_domain),
			conversation_id: this.makers.id(),
		};
		this.store.proxies.push(row);
		return row;
	}
}
