import type { INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	shown,
	singleOptions,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { getMany } from '../../shared/run/getMany';
import { emailing as oneEmailing, emailings, statistics } from '../lists';
import { copernica } from '../vendor';
import { emailingField, pathNames, productField, timeZone } from './fields';
import {
	emailingType,
	followUps,
	maxDestinations,
	minDestinations,
	OCCURRED,
	SENT,
	tests,
} from './filters';

const shownFor = (...operation: string[]) => ({ resource: ['emailing'], operation });
const many = shownFor(...LIST_OPERATIONS);

const filters = [
	followUps,
	maxDestinations,
	minDestinations,
	SENT.after,
	SENT.before,
	emailingType,
];

export const emailing: INodeProperties[] = [
	operationField('emailing', [
		exportOption(copernica, emailings),
		{
			name: 'Get',
			value: 'get',
			action: 'Get an emailing',
			description: 'Get one emailing; of Marketing Suite, with its tags',
			routing: getMany(copernica, oneEmailing),
		},
		getManyOption(copernica, emailings, 'Get the emailings of the account'),
		{
			name: 'Get Statistics',
			value: 'getStatistics',
			action: 'Get the statistics of an emailing',
			description:
				'Get the totals of an emailing: deliveries, errors, impressions, clicks, unsubscribes, abuses',
			routing: getMany(copernica, statistics),
		},
	]),
	...shown(shownFor('get', ...LIST_OPERATIONS, 'getStatistics'), [productField.property]),
	...shown(shownFor('get', 'getStatistics'), [emailingField.property]),
	...limitFields(many),
	...shown(many, [
		...shown(productField.is('ms'), [filtersField(filters)]),
		...shown(productField.is('publisher'), [
			filtersField([...filters.slice(0, -1), tests, ...filters.slice(-1)]),
		]),
	]),
	...shown(shownFor('getStatistics'), [filtersField([OCCURRED.after, OCCURRED.before])]),
	...listOptions(many, copernica, { cursor: true, own: [pathNames, timeZone] }),
	singleOptions(shownFor('get'), copernica, [pathNames]),
	singleOptions(shownFor('getStatistics'), copernica, [pathNames, timeZone]),
];
