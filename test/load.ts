/** The limit of a test with tens of thousands of records: it finds what hangs, on a machine however busy. */
export const LOAD_MS = 600_000;
