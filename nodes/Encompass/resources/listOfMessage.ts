import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { listResource } from '../../shared/editor/listResource';
import type { Feed } from '../../shared/feed';
import type { Field } from '../../shared/field';
import { encompass } from '../vendor';
import { isoTimes, message, OUTPUT } from './fields';

/** The operations and the fields of a resource that is a list of one message. */
export const listOfMessage = <R extends IDataObject>(
	resource: string,
	list: Feed<R>,
	description: string,
	own: ReadonlyArray<Field<unknown>> = [],
): INodeProperties[] =>
	listResource({
		vendor: encompass,
		resource,
		list,
		description,
		fields: [message.property],
		...(list.toEvents ? { output: OUTPUT } : {}),
		options: [isoTimes, ...own],
	});
