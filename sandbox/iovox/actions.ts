import { createHash } from 'node:crypto';

import type { SentMail } from './outbox';

/** What can be done with iovox only, for other processes. */
export function actionsOf(sandbox: { readonly sentMails: readonly SentMail[] }) {
	return {
		/** Each accepted mail: all that it was asked for with, size and digest instead of contents. */
		sent: () => ({
			mails: sandbox.sentMails.map(({ message_id, request, attachments }) => ({
				message_id,
				...request,
				attachments: attachments.map(({ content, ...attachment }) => ({
					...attachment,
					size: content.length,
					sha256: createHash('sha256').update(content).digest('hex'),
				})),
			})),
		}),
	};
}
