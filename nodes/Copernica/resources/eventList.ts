import type { INodeProperties } from 'n8n-workflow';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { eventLists, ID_KINDS, UNIQUE_KINDS } from '../eventLists';
import type { Kind } from '../products';
import { copernica } from '../vendor';
import {
	afterField,
	beforeField,
	emailingField,
	filtersOf,
	outputOf,
	pathNamesOption,
	productField,
	recipientOptions,
	scopeField,
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

/** The operation and the fields of a resource that is one kind of events. */
export function eventList(kind: Kind, description: string): INodeProperties[] {
	const show = { resource: [kind], operation: LIST_OPERATIONS };
	const ofPublisher = { ...show, product: ['publisher'] };
	const ofMs = UNIQUE_KINDS.includes(kind) ? [...period, unique] : period;
	return [
		operationField(kind, [
			exportOption(copernica, eventLists[kind]),
			getManyOption(copernica, eventLists[kind], description),
		]),
		productField(show),
		scopeField(show),
		emailingField({ ...show, scope: ['emailing'] }),
		...limitFields(show),
		filtersOf({ ...show, product: ['ms'] }, ofMs),
		...(ID_KINDS.includes(kind)
			? [
					filtersOf({ ...ofPublisher, scope: ['account'] }, [idAbove, ...period]),
					filtersOf({ ...ofPublisher, scope: ['emailing'] }, period),
				]
			: [filtersOf(ofPublisher, period)]),
		outputOf(show),
		...listOptions(show, copernica, {
			cursor: true,
			own: [...recipientOptions, pathNamesOption, timeZoneOption],
		}),
	];
}
