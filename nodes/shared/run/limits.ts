/** Items for one input item: n8n's engine breaks above some 120,000. */
export const MOST_ITEMS = 100_000;
