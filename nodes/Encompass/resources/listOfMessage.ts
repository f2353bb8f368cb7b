import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { listResource } from '../../shared/editor/listResource';
import type { Feed } from '../../shared/feed';
import { encompass } from '../vendor';
import { isoTimesOption, messageField, OUTPUT } from './fields';

/** The operations and the fields of a resource that is a list of one message. */
export const listOfMessage = <R extends IDataObject>(
	resource: string,
	list: Feed<R>,
	description: string,
	own: INodeProperties[] = [],
): INodeProperties[] =>
	listResource({
		vendor: encompass,
		resource,
		list,
		description,
		fields: [messageField],
		...(list.toEvents ? { output: OUTPUT } : {}),
		options: [isoTimesOption, ...own],
	});
