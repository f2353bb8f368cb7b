import { type IDataObject, UserError } from 'n8n-workflow';
import { isObject } from '../shared/json';
import type { OffsetList } from '../shared/offsetPaging';
import { isWallTime, timeOfWall, type WallTime } from '../shared/wallTime';

/** An ID as text, '' where there is none: they are numbers, and texts with digits. */
export const idText = (id: unknown): string =>
	typeof id === 'string' || typeof id === 'number' ? String(id) : '';

/** Copernica: its documents spell the key either way, from list to list. */
export const idOf = (record: IDataObject): string => idText(record.ID ?? record.id);

/** What tells the records of a list apart; undocumented that all have an ID. */
export const identityOf = (record: IDataObject): string => idOf(record) || JSON.stringify(record);

/** Its time, as the vendor writes it; undefined where there is none. */
export function timeTextOf({ timestamp, timestampsent }: IDataObject): WallTime | undefined {
	const time = timestamp ?? timestampsent;
	return isWallTime(time) ? time : undefined;
}

/** ISO 8601, UTC; null where there is no time. */
export function isoTime(wall: unknown, zone: string): string | null {
	return isWallTime(wall) ? new Date(timeOfWall(wall, zone)).toISOString() : null;
}

/** A list comes in an envelope with `data`; where it is left out, the rows come alone. */
export function readList<R extends IDataObject>(body: unknown, name: string): OffsetList<R> {
	const envelope = isObject(body) ? body : {};
	const list = Array.isArray(body) ? body : envelope.data;
	if (!Array.isArray(list) || !list.every(isObject)) throw isNot(body, `list of ${name}`);
	const total = Number(envelope.total ?? NaN);
	return { records: list as R[], total: Number.isNaN(total) ? undefined : total };
}

/** Copernica: one page has a single object in `data`, as lists are; others come bare. */
export function readObject(body: unknown, name: string): IDataObject {
	const inner = isObject(body) && isObject(body.data) ? body.data : body;
	if (isObject(inner)) return inner as IDataObject;
	throw isNot(body, name);
}

export function isNot(body: unknown, what: string): UserError {
	const has = isObject(body) ? Object.keys(body).slice(0, 20).join(', ') : typeof body;
	return new UserError(`The answer of Copernica is no ${what}`, {
		description: `It has ${has || 'no fields'}. Check the API URL of the credential; if it is right, look for a newer version of this package.`,
	});
}
