import type { ListKind, MessageRow } from './rows';

interface Actor {
	send(messageId: number, recipients?: number): MessageRow;
	archive(messageId: number, kind: ListKind, count: number): object[];
}

interface SendBody {
	messageId?: number;
	recipients?: number;
}

interface ArchiveBody {
	messageId?: number;
	/** Or `link`. */
	kind?: ListKind;
	count?: number;
}

/** What can be done with Encompass only, for other processes. */
export function actionsOf(sandbox: Actor) {
	return {
		send: ({ messageId = 0, recipients }: SendBody) => sandbox.send(messageId, recipients),
		archive: ({ messageId = 0, kind = 'open', count = 1 }: ArchiveBody) => ({
			rows: sandbox.archive(messageId, kind, count),
		}),
	};
}
