import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Feed } from '../../shared/feed';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	outputField,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { encompass } from '../vendor';
import { isoTimesOption, messageField } from './fields';

/** The operation and the fields of a resource that is a list of one message. */
export function listOfMessage<R extends IDataObject>(
	resource: string,
	feed: Feed<R>,
	description: string,
	own: INodeProperties[] = [],
): INodeProperties[] {
	const show = { resource: [resource], operation: LIST_OPERATIONS };
	const output = outputField(
		show,
		'The record as Encompass returns it, or an event with the same fields for every service',
	);
	return [
		operationField(resource, [
			exportOption(encompass, feed),
			getManyOption(encompass, feed, description),
		]),
		messageField(show),
		...limitFields(show),
		...(feed.toEvents ? [output] : []),
		...listOptions(show, encompass, { cursor: true, own: [isoTimesOption, ...own] }),
	];
}
