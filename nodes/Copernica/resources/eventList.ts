import type { INodeProperties } from 'n8n-workflow';
import { filtersField, shown } from '../../shared/editor/listProperties';
import { listResource } from '../../shared/editor/listResource';
import { eventLists, ID_KINDS, UNIQUE_KINDS } from '../eventLists';
import type { Kind } from '../products';
import { copernica } from '../vendor';
import {
	OUTPUT,
	pathNames,
	productField,
	recipientOptions,
	scopeField,
	scopeFields,
	timeZone,
} from './fields';
import { idAbove, OCCURRED, onlyFirst } from './filters';

const period = [OCCURRED.after, OCCURRED.before];

/** The operations and the fields of a resource that is one kind of events. */
export function eventList(kind: Kind, description: string): INodeProperties[] {
	const ofPublisher = ID_KINDS.includes(kind)
		? [
				...shown(scopeField.is('account'), [filtersField([idAbove, ...period])]),
				...shown(scopeField.is('emailing'), [filtersField(period)]),
			]
		: [filtersField(period)];
	const ofMs = UNIQUE_KINDS.includes(kind) ? [...period, onlyFirst] : period;
	return listResource({
		vendor: copernica,
		resource: kind,
		list: eventLists[kind],
		description,
		fields: [productField.property, ...scopeFields],
		filters: [
			...shown(productField.is('ms'), [filtersField(ofMs)]),
			...shown(productField.is('publisher'), ofPublisher),
		],
		output: OUTPUT,
		options: [...recipientOptions, pathNames, timeZone],
	});
}
