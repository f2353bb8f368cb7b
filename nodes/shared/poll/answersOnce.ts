import type { PageAnswer } from '../feed';
import type { Connection } from '../transport/connection';

/**
 * Asks once per poll what several lists ask for: an answer is kept until the poll is over. Lists that
 * are followed with states of their own may be one list at the vendor, such as one that has all kinds of events.
 */
export function answersOnce(connection: Connection): Connection {
	const answers = new Map<string, Promise<PageAnswer>>();
	return Object.create(connection, {
		get: {
			async value(...[request, signal]: Parameters<Connection['get']>) {
				const key = JSON.stringify(request);
				const known = answers.get(key);
				if (known) return await known;
				const asked = connection.get(request, signal);
				answers.set(key, asked);
				asked.catch(() => answers.delete(key));
				return await asked;
			},
		},
	}) as Connection;
}
