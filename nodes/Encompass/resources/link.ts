import type { INodeProperties } from 'n8n-workflow';
import { limitFields, listOptions } from '../../shared/fields';
import { getMany } from '../../shared/items';
import { links } from '../feeds';
import { encompass } from '../vendor';
import { isoTimesOption, messageField, operationsOf } from './fields';

const show = { resource: ['link'], operation: ['getAll'] };

export const link: INodeProperties[] = [
	operationsOf('link', [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many links',
			description: 'Get the links in a message; their ID is the link ID of a click',
			routing: getMany(encompass, links),
		},
	]),
	messageField(show),
	...limitFields(show),
	listOptions(show, encompass, { cursor: true, own: [isoTimesOption] }),
];
