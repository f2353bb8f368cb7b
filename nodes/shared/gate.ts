const opened = new Set<string>();
const trying = new Map<string, Promise<unknown>>();

/**
 * Lets the first request of a credential go alone and the others after it, until one was answered.
 * n8n fetches a missing OAuth2 token once per request under way: twenty input items would log in
 * twenty times.
 * @param key the credential, with a digest of what it logs in with
 */
export async function firstAlone<T>(key: string, request: () => Promise<T>): Promise<T> {
	while (!opened.has(key)) {
		const other = trying.get(key);
		if (other) {
			await other;
			continue;
		}
		const attempt = request();
		const settled = attempt
			.then(
				() => void opened.add(key),
				() => undefined,
			)
			.finally(() => trying.delete(key));
		trying.set(key, settled);
		return await attempt;
	}
	return await request();
}
