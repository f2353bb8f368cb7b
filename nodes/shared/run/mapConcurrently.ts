/**
 * The results of work on each of several things, so many at a time, in their order.
 * Where one fails, no more is begun: what is asked for may be billed.
 */
export async function mapConcurrently<T, R>(
	things: readonly T[],
	most: number,
	work: (thing: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	const left = things.entries();
	const worker = async () => {
		// All workers share one iterator, which is ended for all where one leaves it.
		for (const [place, thing] of left) results[place] = await work(thing);
	};
	await Promise.all(Array.from({ length: Math.min(most, things.length) }, worker));
	return results;
}
