import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../nodes/shared/poll/storedState';

/** Where a trigger that follows one list stands in it. */
export function placeIn<P = unknown>(poll: unknown): P | undefined {
	const { lists } = (poll ?? { lists: {} }) as StoredState;
	return Object.values(lists)[0]?.place as P | undefined;
}

/** The state of a trigger that follows one list, with another place in it. */
export function withPlace(poll: IDataObject, place: IDataObject): IDataObject {
	const [key] = Object.keys(poll.lists as IDataObject);
	return { ...poll, lists: { [key!]: { place } } };
}
