import { randomUUID } from 'node:crypto';

/** Bytes that stand in JSON as base64. */
export class Base64 {
	constructor(readonly bytes: Buffer) {}
}

/** Whole groups of three bytes, so that no padding falls into the middle. */
const CHUNK_BYTES = 3 * 64 * 1_024;

/**
 * JSON in UTF-8. The bytes of files are written where they belong, bit by bit: as texts inside of an
 * object they would be in memory several times.
 * @param value plain JSON, and `Base64` in it
 */
export function jsonBuffer(value: unknown): Buffer {
	const files: Buffer[] = [];
	// Nobody can have written it into a text.
	const mark = randomUUID();
	const json = JSON.stringify(value, (_name, each: unknown) => {
		if (!(each instanceof Base64)) return each;
		files.push(each.bytes);
		return mark;
	});
	const texts = json.split(mark).map((text) => Buffer.from(text));
	const length = [...texts.map((text) => text.length), ...files.map(base64Length)].reduce(
		(sum, each) => sum + each,
		0,
	);
	const whole = Buffer.allocUnsafe(length);
	let place = 0;
	texts.forEach((text, index) => {
		place += text.copy(whole, place);
		const file = files[index];
		for (let start = 0; file && start < file.length; start += CHUNK_BYTES) {
			const chunk = file.subarray(start, start + CHUNK_BYTES).toString('base64');
			place += whole.write(chunk, place, 'latin1');
		}
	});
	return whole;
}

const base64Length = ({ length }: Buffer) => Math.ceil(length / 3) * 4;
