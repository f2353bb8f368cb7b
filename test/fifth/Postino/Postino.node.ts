import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	shown,
} from '../../../nodes/shared/editor/listProperties';
import { exportOption, getManyOption } from '../../../nodes/shared/editor/operationMenu';
import { kind, stamps } from './lists';
import { postino } from './vendor';

const show = { resource: ['stamp'], operation: LIST_OPERATIONS };

export class Postino implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Postino',
		name: 'postino',
		group: ['input'],
		version: 1,
		description: 'Get stamps',
		defaults: { name: 'Postino' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: postino.credentialType, required: true }],
		requestDefaults: { baseURL: '={{$credentials.apiUrl}}', headers: { ...postino.headers } },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Stamp', value: 'stamp' }],
				default: 'stamp',
			},
			operationField('stamp', [
				exportOption(postino, stamps),
				getManyOption(postino, stamps, 'Get stamps'),
			]),
			...limitFields(show),
			...shown(show, [kind.property]),
			...listOptions(show, postino, { cursor: true }),
		],
	};
}
