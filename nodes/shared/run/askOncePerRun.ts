import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { hasStatus } from '../transport/apiError';
import type { Ask, PageRequest } from '../feed';
import type { Transport } from '../transport/transport';

/** The answers of each run of a node, over all of its items; gone with the run. */
const runs = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Asks each question once in a run of the node: the vendor bills them. */
export function askOncePerRun(
	context: IExecutePaginationFunctions,
	transport: Transport,
	signal: AbortSignal | undefined,
): Ask {
	const answers = answersOf(context);
	return async <T>(request: PageRequest, read: (body: unknown) => T) => {
		const key = JSON.stringify(request);
		const known = answers.get(key);
		if (known) return (await known) as T | undefined;
		const answer = transport.get(request, signal).then(({ body }) => read(body), unlessMissing);
		answers.set(key, answer);
		answer.catch(() => answers.delete(key));
		return await answer;
	};
}

function answersOf(context: IExecutePaginationFunctions) {
	// One object for all items of a run.
	const run = context.getExecuteData();
	const answers = runs.get(run) ?? new Map<string, Promise<unknown>>();
	runs.set(run, answers);
	return answers;
}

/** What was removed meanwhile is not there. */
async function unlessMissing(error: unknown): Promise<undefined> {
	return hasStatus(error, 404) ? undefined : await Promise.reject(error);
}
