/** Items for one input item: n8n's engine breaks above some 120,000. */
export const MOST_ITEMS = 100_000;
/** Records in one item, which n8n stores, shows and passes on as a whole. */
export const MOST_RECORDS_PER_ITEM = 10_000;
/** Records in a file where the user does not say: a file is in memory as a whole. */
export const RECORDS_PER_FILE = 10_000;
export const MOST_RECORDS_PER_FILE = 1_000_000;
