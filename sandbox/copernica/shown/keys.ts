import type { CopernicaSwitches } from '../switches';

/** An ID as the API writes it, under the key that the document of the list has for it. */
export function keyed(
	documented: 'ID' | 'id',
	id: number | string,
	{ idKey }: CopernicaSwitches,
): Record<string, string> {
	return { [idKey === 'documented' ? documented : idKey]: String(id) };
}

/** A numeric ID as text, or null where there is no such link. */
export function textOrNull(id: number | null | undefined): string | null {
	return id === null || id === undefined ? null : String(id);
}
