import { runNode, type RunOptions, type RunResult } from './engine';

/** A run that is under way. */
export interface Running {
	cancel(): void;
	ended: boolean;
	/** Undefined where the run broke off without a result. */
	readonly result: Promise<RunResult | undefined>;
}

/** Starts a run of the node, to be cancelled or waited for. */
export function start(options: Omit<RunOptions, 'started'>): Running {
	let cancel = () => {};
	const result = runNode({ ...options, started: (run) => (cancel = () => run.cancel()) }).catch(
		() => undefined,
	);
	const running = { ended: false, cancel: () => cancel(), result };
	void result.finally(() => (running.ended = true));
	return running;
}

/** Turns of the event loop, with the network in them, until something is so; or never. */
export async function until(holds: () => boolean, turns = 20_000): Promise<boolean> {
	for (let turn = 0; turn < turns && !holds(); turn++) {
		await new Promise((resolve) => setImmediate(resolve));
	}
	return holds();
}
