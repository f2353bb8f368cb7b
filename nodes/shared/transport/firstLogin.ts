import { unlessCancelled } from './cancel';

/** Logins that were accepted since the process began; of many, the last. */
const opened = new Set<string>();
/** One that is forgotten goes alone once more. */
const MOST_OPENED = 1_000;
/** The request that goes alone, by login; true when its login was accepted. */
const alone = new Map<string, Promise<boolean>>();

/** What a credential logs in with. */
export interface Login {
	readonly key: string;
	/** Whether a token is stored: without one, each request would fetch its own. */
	readonly hasToken: boolean;
}

/**
 * Lets the first request with a login go alone, and the others after it.
 * n8n fetches a missing token once per request under way: twenty input items would log in twenty
 * times.
 * @param accepted whether the answer shows that the login was accepted; if not, the next goes alone
 * @param signal ends the waiting; the request itself is to obey it too
 */
export async function firstAlone<T>(
	{ key, hasToken }: Login,
	request: () => Promise<T>,
	accepted: (answer: T) => boolean,
	signal?: AbortSignal,
): Promise<T> {
	while (!(hasToken && opened.has(key))) {
		const other = alone.get(key);
		if (other) {
			if (await unlessCancelled(other, signal)) break;
			continue;
		}
		const answer = request();
		const settled = answer.then(accepted, () => false).finally(() => alone.delete(key));
		alone.set(key, settled);
		if (await settled) opened.add(key);
		for (const oldest of opened) if (opened.size > MOST_OPENED) opened.delete(oldest);
		return await answer;
	}
	return await request();
}
