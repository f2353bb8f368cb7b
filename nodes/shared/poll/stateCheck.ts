import { isObject } from '../values/json';

/**
 * What a field of a stored state may be. What n8n stores may be damaged, by hand or by another program:
 * a type that is not its own would throw somewhere, a time that is far ahead keep everything out.
 */
export type Check = (value: unknown) => boolean;

export const optional =
	(check: Check): Check =>
	(value) =>
		value === undefined || check(value);

/** An object with these fields, whatever else it has. */
export const shape =
	(fields: Readonly<Record<string, Check>>): Check =>
	(value) =>
		isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

/** An object with any names. */
export const recordOf =
	(check: Check): Check =>
	(value) =>
		isObject(value) && Object.values(value).every(check);

export const isText: Check = (value) => typeof value === 'string';
/** A flag is there, or it is not. */
export const isFlag: Check = optional((value) => value === true);
export const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
/** Such as an ID, or the time of a record, which the vendor may have dated in any year. */
export const isNumber: Check = (value) =>
	Number.isFinite(value) && Math.abs(value as number) <= Number.MAX_SAFE_INTEGER;

/** Our clock may be behind, such as after a start without network, but not by more than a year. */
const AHEAD_MS = 400 * 24 * 60 * 60 * 1_000;
/** Dates of years with another number of digits are no dates here. */
const FIRST_YEAR = Date.UTC(0, 0, 1) - 1_900 * 366 * 24 * 60 * 60 * 1_000;

/** A time in ms since 1970. @param latest when it is, or the trigger is to start, if that is later */
export const timeUpTo =
	(latest: number): Check =>
	(value) =>
		isNumber(value) && (value as number) >= FIRST_YEAR && (value as number) <= latest + AHEAD_MS;
