/** The vendor's dates: UTC, whole seconds, `YYYY-MM-DD HH:MM:SS`. As texts they sort by time. */

/** @param milliseconds since 1970; a fraction of a second is dropped */
export function vendorDate(milliseconds: number): string {
	const iso = new Date(Math.floor(milliseconds)).toISOString();
	return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** Milliseconds since 1970 of a date of the vendor's form; undefined for any other text. */
export function readVendorDate(text: string): number | undefined {
	const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text);
	if (parts === null) return undefined;
	const milliseconds = Date.parse(`${parts[1]}T${parts[2]}Z`);
	// JavaScript takes 30 February for 2 March; a date that does not come back is none.
	const isReal = !Number.isNaN(milliseconds) && vendorDate(milliseconds) === text;
	return isReal ? milliseconds : undefined;
}

/** The first moment of the month, and the last second of the day: what a search is for by default. */
export function defaultDates(now: number): { start: string; end: string } {
	const today = vendorDate(now).slice(0, 10);
	return { start: `${today.slice(0, 7)}-01 00:00:00`, end: `${today} 23:59:59` };
}
