/** What one list has more of than another, in whatever order. */
export function surplus(held: readonly string[], holder: readonly string[]): string[] {
	const left = new Map<string, number>();
	for (const key of holder) left.set(key, (left.get(key) ?? 0) + 1);
	return held.filter((key) => {
		const times = left.get(key) ?? 0;
		left.set(key, times - 1);
		return times <= 0;
	});
}
