type N8nWorkflow = typeof import('n8n-workflow');

/** For `jest.mock`: the pauses between tries are the business of other tests; time limits stay. */
export function withoutPauses(): N8nWorkflow {
	const n8n = jest.requireActual<N8nWorkflow>('n8n-workflow');
	const sleep: N8nWorkflow['sleep'] = async (ms, signal) =>
		ms > 60_000
			? await n8n.sleep(ms, signal)
			: await new Promise((resolve) => setImmediate(resolve));
	return { ...n8n, sleep };
}

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
