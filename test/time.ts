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

/** What goes on as ever where only the clock is fake. */
export const TIMERS: FakeableAPI[] = [
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
];

type FakeableAPI =
	Exclude<
		NonNullable<Parameters<typeof jest.useFakeTimers>[0]>,
		{ legacyFakeTimers: true }
	> extends {
		doNotFake?: Array<infer Api>;
	}
		? Api
		: never;

/** Lets a test set the time; timers go on as ever. */
export function onlyTheClockIsFake(): void {
	beforeAll(() => jest.useFakeTimers({ doNotFake: TIMERS }));
	afterAll(() => jest.useRealTimers());
}
