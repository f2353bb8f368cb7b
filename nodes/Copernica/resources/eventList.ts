import type { INodeProperties } from 'n8n-workflow';
import { listResource } from '../../shared/editor/listResource';
import { eventLists, ID_KINDS, UNIQUE_KINDS } from '../eventLists';
import type { Kind } from '../products';
import { copernica } from '../vendor';
import {
	afterField,
	beforeField,
	filtersOf,
	OUTPUT,
	pathNamesOption,
	recipientOptions,
	productField,
	scopeFields,
	timeZoneOption,
} from './fields';

const period = [afterField('occurredAfter', 'done'), beforeField('occurredBefore', 'done')];

const unique: INodeProperties = {
	displayName: 'Only First',
	name: 'unique',
	type: 'boolean',
	default: false,
	description:
		'Whether to get only the first of each recipient, of clicks the first on each link of an e-mail',
};

const idAbove: INodeProperties = {
	displayName: 'ID Above',
	name: 'idAbove',
	type: 'string',
	default: '',
	placeholder: 'e.g. 72210',
	description: 'Only events with a higher ID than this one',
};

/** The operations and the fields of a resource that is one kind of events. */
export function eventList(kind: Kind, description: string): INodeProperties[] {
	const publisher = { product: ['publisher'] };
	const ofPublisher = ID_KINDS.includes(kind)
		? [
				filtersOf([idAbove, ...period], { ...publisher, scope: ['account'] }),
				filtersOf(period, { ...publisher, scope: ['emailing'] }),
			]
		: [filtersOf(period, publisher)];
	const ofMs = UNIQUE_KINDS.includes(kind) ? [...period, unique] : period;
	return listResource({
		vendor: copernica,
		resource: kind,
		list: eventLists[kind],
		description,
		fields: [productField, ...scopeFields],
		filters: [filtersOf(ofMs, { product: ['ms'] }), ...ofPublisher],
		output: OUTPUT,
		options: [...recipientOptions, pathNamesOption, timeZoneOption],
	});
}
