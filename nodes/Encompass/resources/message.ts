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
import { activity, message as oneMessage, messages } from '../lists';
import { encompass } from '../vendor';
import { includeTotals, isoTimes, message as idField, sentAfter, sentBefore } from './fields';

const shownFor = (...operation: string[]) => ({ resource: ['message'], operation });
const ofActivity = ['exportActivity', 'getActivity'];

export const message: INodeProperties[] = [
	operationField('message', [
		exportOption(encompass, activity, {
			name: 'Export Activity to File',
			value: 'exportActivity',
			action: 'Export the activity of a message to file',
			description: 'Write one record per recipient of a message to NDJSON or CSV files',
		}),
		exportOption(encompass, messages),
		{
			name: 'Get',
			value: 'get',
			action: 'Get a message',
			description: 'Get one message, with totals if wanted',
			routing: getMany(encompass, oneMessage),
		},
		{
			name: 'Get Activity',
			value: 'getActivity',
			action: 'Get the activity of a message',
			description:
				'Get one item per recipient of a message: delivered, bounced and why, opens, clicks with their links, first and last times',
			routing: getMany(encompass, activity),
		},
		getManyOption(encompass, messages, 'Get the messages of the site and its sub-communities'),
	]),
	...shown(shownFor('get', ...ofActivity), [idField.property]),
	...limitFields(shownFor(...LIST_OPERATIONS, ...ofActivity)),
	...shown(shownFor(...LIST_OPERATIONS), [filtersField([sentAfter, sentBefore])]),
	...listOptions(shownFor(...LIST_OPERATIONS), encompass, { cursor: true, own: [isoTimes] }),
	...listOptions(shownFor(...ofActivity), encompass, { cursor: false, own: [isoTimes] }),
	singleOptions(shownFor('get'), encompass, [isoTimes, includeTotals]),
];
