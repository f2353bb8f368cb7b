import { seconds } from './data/makers';
import { instantOf, readTime, type Zone } from './time';

/**
 * A made up row with the fields that are given. One that is given as undefined stays made up.
 *
 * @throws Error for a field that there is not, or a value of another type than the made up one
 */
export function filled<Row extends object>(made: Row, given: object): Row {
	const row = { ...made };
	for (const [name, value] of Object.entries(given) as Array<[string, unknown]>) {
		if (value === undefined) continue;
		if (!Object.hasOwn(made, name)) throw new Error(`There is no field "${name}"`);
		const current: unknown = Reflect.get(made, name);
		const isSame = typeof value === typeof current || value === null || current === null;
		if (!isSame) throw new Error(`${name} cannot be ${JSON.stringify(value)}`);
		Reflect.set(row, name, value);
	}
	return row;
}

/**
 * @param given milliseconds since 1970, or a text of the vendor's form in that zone
 * @throws Error for another text
 */
export function timeOf(given: number | string, zone: Zone): number {
	const wall = typeof given === 'string' ? readTime(given) : given;
	if (wall === undefined || !Number.isFinite(wall)) {
		throw new Error(`A time is a number, or YYYY-MM-DD HH:MM:SS, got ${JSON.stringify(given)}`);
	}
	return seconds(typeof given === 'string' ? instantOf(wall, zone) : wall);
}
