export const median = (numbers: readonly number[]) =>
	[...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
