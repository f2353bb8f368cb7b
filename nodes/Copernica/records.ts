import { type IDataObject, UserError } from 'n8n-workflow';
import { idText } from '../shared/values/idText';
import { countIn, isObject, namesIn, strayIn } from '../shared/values/json';
import { isNever, toUtc } from '../shared/values/moment';
import type { OffsetList } from '../shared/paging/offset';
import { isWallTime, timeOfWall, type WallTime } from '../shared/values/wallTime';

/** Why a mail bounced, by the first that says it: a 0 in any spelling is no code. */
export const codeIn = (...codes: unknown[]): string | undefined =>
	codes.map(idText).find((code) => /[^0.\s]/.test(code));

/** Copernica: its documents spell the key either way, from list to list. */
export const idOf = (record: IDataObject): string => idText(record.ID ?? record.id);

/** What tells the records of a list apart; undocumented that all have an ID. */
export const identityOf = (record: IDataObject): string => idOf(record) || JSON.stringify(record);

/** Its time, as the vendor's clock shows it; undefined where there is none, or none that can be read. */
export const timeTextOf = ({ timestamp, timestampsent }: IDataObject): WallTime | undefined =>
	wallTimeIn(timestamp ?? timestampsent);

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/;

/** A time in the vendor's own form, also where it came in that of ISO 8601; undefined: it is none. */
export function wallTimeIn(value: unknown): WallTime | undefined {
	if (isNever(value)) return undefined;
	const [, day, time] = TIME.exec(idText(value)) ?? [];
	const wall = `${day} ${time}`;
	return isWallTime(wall) ? wall : undefined;
}

/** Whether a record says a time, be it one that cannot be read. */
export const isTimeGiven = ({ timestamp, timestampsent }: IDataObject): boolean =>
	!isNever(timestamp ?? timestampsent);

/** ISO 8601, UTC; null where there is no time. */
export function isoTime(time: unknown, zone: string): string | null {
	if (/(?:Z|[+-]\d\d:?\d\d)$/.test(idText(time))) return toUtc(idText(time));
	const wall = wallTimeIn(time);
	return wall === undefined ? null : new Date(timeOfWall(wall, zone)).toISOString();
}

/** A list comes in an envelope with `data`; where it is left out, the rows come alone. */
export function readList<R extends IDataObject>(body: unknown, name: string): OffsetList<R> {
	const envelope = isObject(body) ? body : {};
	const list = Array.isArray(body) ? body : envelope.data;
	if (!Array.isArray(list) || !list.every(isObject)) throw isNot(body, `list of ${name}`);
	return { records: list as R[], total: countIn(envelope.total) };
}

/**
 * A single object. Copernica: one page has it in `data`, as lists are; others come bare.
 * @param has the fields of which it has at least one
 */
export function readObject(
	body: unknown,
	name: string,
	has: readonly string[] = ['ID', 'id'],
): IDataObject {
	const data = isObject(body) && Array.isArray(body.data) ? body.data[0] : undefined;
	const candidates = [body, isObject(body) ? body.data : undefined, data];
	const found = candidates.find((each) => isObject(each) && has.some((key) => key in each));
	if (isObject(found)) return found as IDataObject;
	throw isNot(body, name);
}

export function isNot(body: unknown, what: string): UserError {
	const has = isObject(body) ? namesIn(body) : typeof body;
	return new UserError(`The answer of Copernica is no ${what}`, {
		description: `It has ${has}.${strayIn(isObject(body) ? body.data : body)} Check the API URL of the credential; if it is right, look for a newer version of this package.`,
	});
}
