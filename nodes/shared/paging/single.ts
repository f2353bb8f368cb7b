import type { IDataObject } from 'n8n-workflow';
import type { FieldReader, Headers, PageRequest } from '../feed';
import type { Paging } from './list';
import { pageOf } from './page';

/** A call that gives its whole list in one answer. */
export const single = <R extends IDataObject>(options: {
	request(fields: FieldReader): PageRequest;
	read(body: unknown, headers: Headers): readonly R[];
}): Paging<R> => ({
	open: (_list, fields) => ({
		first: options.request(fields),
		read: ({ body, headers }) => ({ page: pageOf(options.read(body, headers)), next: undefined }),
	}),
});
