import { sleep } from 'n8n-workflow';

/** The result of the work, or at once the reason of the signal; the work itself may go on. */
export async function unlessCancelled<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	if (!signal) return await work;
	signal.throwIfAborted();
	return await new Promise<T>((resolve, reject) => {
		const cancelled = () => reject(signal.reason as Error);
		signal.addEventListener('abort', cancelled, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancelled));
	});
}

/** Made once: by default, each signal that fires makes an error of its own, with its stack. */
const DONE = new Error('The work is done');

/** The result of the work, or the substitute when it takes longer than so many milliseconds. */
export async function within<T>(ms: number, work: Promise<T>, substitute: T): Promise<T> {
	const done = new AbortController();
	const late = sleep(ms, done.signal).then(
		() => substitute,
		async () => await work,
	);
	return await Promise.race([work, late]).finally(() => done.abort(DONE));
}
