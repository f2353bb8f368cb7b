import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Feed } from '../feed';
import type { Field } from '../field';
import type { Vendor } from '../vendor';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	outputField,
	shown,
} from './listProperties';
import { exportOption, getManyOption } from './operationMenu';

/** A resource that is a list: Export to File and Get Many of it, and nothing else. */
export interface ListResource<R extends IDataObject> {
	readonly vendor: Vendor;
	/** The value of the resource. */
	readonly resource: string;
	readonly list: Feed<R>;
	/** What Get Many does. */
	readonly description: string;
	/** What says which list it is, before Return All and Limit. */
	readonly fields?: readonly INodeProperties[];
	/** What says which of its records are wanted, behind them. */
	readonly filters?: readonly INodeProperties[];
	/** The description of Output, where the list holds events. */
	readonly output?: string;
	/** Options besides those that all lists have. */
	readonly options?: ReadonlyArray<Field<unknown>>;
}

/** The operations and fields of a resource that is a list. */
export function listResource<R extends IDataObject>({
	vendor,
	resource,
	list,
	description,
	fields = [],
	filters = [],
	output,
	options = [],
}: ListResource<R>): INodeProperties[] {
	const show = { resource: [resource], operation: LIST_OPERATIONS };
	return [
		operationField(resource, [
			exportOption(vendor, list),
			getManyOption(vendor, list, description),
		]),
		...shown(show, fields),
		...limitFields(show),
		...shown(show, filters),
		...(output === undefined ? [] : outputField(show, output)),
		...listOptions(show, vendor, { cursor: list.checkCursor !== undefined, own: options }),
	];
}
