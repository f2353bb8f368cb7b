import { runInNewContext } from 'node:vm';

type N8nWorkflow = typeof import('n8n-workflow');

/**
 * For `jest.mock`: the pauses between tries are the business of other tests; time limits stay, the
 * usual ones and that of a request with this timeout.
 */
export function withoutPauses(timeout = Infinity): N8nWorkflow {
	const n8n = jest.requireActual<N8nWorkflow>('n8n-workflow');
	const sleep: N8nWorkflow['sleep'] = async (ms, signal) =>
		ms > 60_000 || ms === limitOf(timeout)
			? await n8n.sleep(ms, signal)
			: await new Promise((resolve) => setImmediate(resolve));
	return { ...n8n, sleep };
}

/** When a request is given up of which something comes all the time. */
const limitOf = (timeout: number) => Math.floor(timeout + Math.min(1_000, timeout / 4));

/** Lets a test set the time; timers go on as ever. */
export function onlyTheClockIsFake(): void {
	const doNotFake = [
		'hrtime',
		'nextTick',
		'performance',
		'queueMicrotask',
		'setImmediate',
		'clearImmediate',
		'setInterval',
		'clearInterval',
		'setTimeout',
		'clearTimeout',
	] as const;
	beforeAll(() => jest.useFakeTimers({ doNotFake: [...doNotFake] }));
	afterAll(() => jest.useRealTimers());
}

/** Work that takes minutes where it is not linear: it is ended then, and fails, as no limit of a test does it. */
export const unlessItBlocks = <T>(work: () => T): T =>
	runInNewContext('work()', { work }, { timeout: 30_000 }) as T;
