/** The result of the work, or at once the reason of the signal; the work itself may go on. */
export async function unlessCancelled<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	if (!signal) return await work;
	// It may fail by itself, and nobody looks at it any more.
	work.catch(() => undefined);
	signal.throwIfAborted();
	return await new Promise<T>((resolve, reject) => {
		const cancelled = () => reject(signal.reason as Error);
		signal.addEventListener('abort', cancelled, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancelled));
	});
}

/** A signal that fires with another one, or by itself. */
export interface Ending {
	readonly signal: AbortSignal;
	/** Fires it. */
	abort(reason: Error): void;
	/** Lets go of the other one, which `AbortSignal.any` would not: it may live long. */
	release(): void;
}

export function endingWith(other: AbortSignal | undefined): Ending {
	const controller = new AbortController();
	const fire = () => controller.abort(other?.reason);
	if (other?.aborted) fire();
	else other?.addEventListener('abort', fire, { once: true });
	return {
		signal: controller.signal,
		abort: (reason) => controller.abort(reason),
		release: () => other?.removeEventListener('abort', fire),
	};
}
