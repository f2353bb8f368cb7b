import type { INodeProperties } from 'n8n-workflow';
import { postOperation } from '../../shared/run/post';
import {
	filtersField,
	limitFields,
	LIST_OPERATIONS,
	listOptions,
	operationField,
	outputField,
	shown,
	singleOptions,
} from '../../shared/editor/listProperties';
import { exportOption, getManyOption } from '../../shared/editor/operationMenu';
import { getMany } from '../../shared/run/getMany';
import { conversation, mail, mails } from '../lists';
import { sendCall } from '../send';
import { iovox } from '../vendor';
import {
	conversationId,
	filters,
	messageId,
	OUTPUT,
	pageSize,
	returnedFields,
	sort,
} from './fields';
import { sendFields } from './sendFields';

const shownFor = (...operation: string[]) => ({ resource: ['email'], operation });

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
	...shown(shownFor('get'), [messageId.property]),
	...shown(shownFor('getConversation'), [conversationId.property]),
	...limitFields(shownFor(...LIST_OPERATIONS, 'getConversation')),
	...shown(shownFor(...LIST_OPERATIONS), [filtersField(filters), sort.property]),
	...outputField(shownFor('get', ...LIST_OPERATIONS, 'getConversation'), OUTPUT),
	...listOptions(shownFor(...LIST_OPERATIONS, 'getConversation'), iovox, {
		cursor: true,
		own: [returnedFields, pageSize],
	}),
	singleOptions(shownFor('get'), iovox, [returnedFields]),
	...sendFields(shownFor('send')),
];
