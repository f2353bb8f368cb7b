import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { idText } from '../shared/values/idText';
import { listSearch, type SearchedList } from '../shared/editor/listSearch';
import { text } from '../shared/event';
import { DAY_MS, messages, messagesSince, sendTime } from './lists';
import { type Message, timeIn } from './records';
import { encompass, KEPT_DAYS } from './vendor';

/** Subject, name and day of sending: newsletters of one name are told apart by it. */
export function titleOf({ id, subjectLine, emailName, ...message }: Message): string {
	const names = [...new Set([text(subjectLine), text(emailName)])].filter(Boolean).join(' – ');
	const time = sendTime({ id, ...message });
	const day = time === undefined ? 'not sent' : new Date(time).toISOString().slice(0, 10);
	return `${names || 'No subject'} (${day})`;
}

const searched: SearchedList<Message> = {
	textOf: (message) => `${titleOf(message)}\n${idText(message.id)}`,
	toItem: (message) => ({ name: titleOf(message), value: idText(message.id) }),
	newness: (message) => sendTime(message) ?? timeIn(message.dateAdded) ?? 0,
	// Their order is not known: only all of them show which are the newest. 20 requests.
	most: 20_000,
};

/** The list behind "From List", newest first. The vendor can neither search nor sort. */
export const searchMessages = listSearch(encompass, messages, searched);

const searchLatest = listSearch(encompass, messages, {
	...searched,
	fields: () => messagesSince(Date.now() - KEPT_DAYS * DAY_MS),
});

/** The messages that a trigger can watch, for choosing several. */
export async function getMessages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { results } = await searchLatest.call(this);
	return results.map(({ name, value }) => ({ name, value }));
}
