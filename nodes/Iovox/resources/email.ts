import type { INodeProperties } from 'n8n-workflow';
import { postOperation } from '../../shared/run/post';
import {
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	singleOptions,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { getMany } from '../../shared/run/getMany';
import { conversation, mail, mails } from '../lists';
import { sendCall } from '../send';
import { iovox } from '../vendor';
import { filtersField, outputOf, pageSizeOption, returnedFieldsOption, sortField } from './fields';
import { sendFields } from './sendFields';

const shownFor = (...operation: string[]) => ({ resource: ['email'], operation });

const idField = (
	operation: string,
	field: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder' | 'description'>,
): INodeProperties => ({
	...field,
	type: 'string',
	default: '',
	required: true,
	displayOptions: { show: shownFor(operation) },
});

export const email: INodeProperties[] = [
	operationField('email', [
		exportOption(iovox, mails),
		{
			name: 'Get',
			value: 'get',
			action: 'Get an e-mail',
			description: 'Get one e-mail by its message ID, of whatever year',
			routing: getMany(iovox, mail),
		},
		{
			name: 'Get Conversation',
			value: 'getConversation',
			action: 'Get a conversation',
			description: 'Get all e-mails of a conversation, oldest first',
			routing: getMany(iovox, conversation),
		},
		getManyOption(iovox, mails, 'Search all e-mails that iovox has processed'),
		{
			name: 'Send',
			value: 'send',
			action: 'Send an e-mail',
			description: 'Send a tracked e-mail, with attachments and through a proxy address if wanted',
			routing: postOperation(iovox, sendCall),
		},
	]),
	idField('get', {
		displayName: 'Message ID',
		name: 'messageId',
		placeholder: 'e.g. 3d6b0c52-9a57-4f0e-8c11-5a7f0e2d9b34',
		description: 'As Send gave it, or a search',
	}),
	idField('getConversation', {
		displayName: 'Conversation ID',
		name: 'conversationId',
		placeholder: 'e.g. 7be41f0a-2f6b-4a0c-b1d9-0c8e6a5d4f21',
		description: 'As Send gave it, or the creation of a proxy address, or a search',
	}),
	...limitFields(shownFor(...LIST_OPERATIONS, 'getConversation')),
	filtersField(shownFor(...LIST_OPERATIONS)),
	sortField(shownFor(...LIST_OPERATIONS)),
	outputOf(shownFor('get', ...LIST_OPERATIONS, 'getConversation')),
	...listOptions(shownFor(...LIST_OPERATIONS, 'getConversation'), iovox, {
		cursor: true,
		own: [returnedFieldsOption, pageSizeOption],
	}),
	singleOptions(shownFor('get'), iovox, [returnedFieldsOption]),
	...sendFields(shownFor('send')),
];
