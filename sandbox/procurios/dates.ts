/** The vendor's dates: ISO 8601, whole seconds, numeric offset. The sandbox always says +00:00. */

const buffer = Buffer.from('0000-00-00T00:00:00+00:00');
let dayInBuffer = -1;

/** @param seconds since 1970; a fraction is dropped */
export function vendorDate(seconds: number): string {
	const day = Math.floor(seconds / 86_400);
	if (day !== dayInBuffer) {
		buffer.write(new Date(day * 86_400_000).toISOString().slice(0, 10), 0, 'latin1');
		dayInBuffer = day;
	}
	const time = Math.floor(seconds) - day * 86_400;
	writeTwoDigits(11, Math.floor(time / 3600));
	writeTwoDigits(14, Math.floor(time / 60) % 60);
	writeTwoDigits(17, time % 60);
	// Decoding bytes gives a flat string; joining pieces would take twice the memory, a million times.
	return buffer.toString('latin1');
}

function writeTwoDigits(offset: number, value: number): void {
	buffer[offset] = 48 + Math.floor(value / 10);
	buffer[offset + 1] = 48 + (value % 10);
}

const VENDOR_DATE = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)([+-]\d\d:\d\d)$/;

/** Reads a date of the vendor's form, with any offset; gives it with +00:00, else undefined. */
export function readVendorDate(text: string): string | undefined {
	const parts = VENDOR_DATE.exec(text);
	if (parts === null) return undefined;
	const milliseconds = Date.parse(text);
	if (Number.isNaN(milliseconds)) return undefined;
	// JavaScript takes 30 February for 2 March; a date that does not come back is none.
	const local = new Date(Date.parse(`${parts[1]}T${parts[2]}Z`)).toISOString();
	if (local.slice(0, 19) !== `${parts[1]}T${parts[2]}`) return undefined;
	return vendorDate(milliseconds / 1000);
}

/** Seconds since 1970 of any date that JavaScript can read. @throws Error when it cannot */
export function secondsOf(date: string | Date): number {
	const milliseconds = new Date(date).getTime();
	if (Number.isNaN(milliseconds)) throw new Error(`Not a date: ${String(date)}`);
	return Math.floor(milliseconds / 1000);
}
