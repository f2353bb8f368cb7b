import type { IDataObject } from 'n8n-workflow';
import { type Feed, type FieldReader, type PageRequest, type RecordRules, rulesOf } from '../feed';

/** Makes a feed of a call that gives its whole list in one answer. */
export function singlePage<R extends IDataObject>(
	list: RecordRules<R> & {
		readonly name: string;
		identity(record: R): string;
		request(fields: FieldReader): PageRequest;
		read(body: unknown): readonly R[];
	},
): Feed<R> {
	return {
		name: list.name,
		...rulesOf(list),
		identity: (record) => list.identity(record),
		open: (fields) => ({
			first: list.request(fields),
			read: (body) => ({
				page: { records: list.read(body), ordinal: () => 1, cursorAfter: () => '' },
				next: undefined,
			}),
		}),
	};
}
