import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import type { MemoryCredentials } from './credentials';

/** What n8n's server tells its engine of itself, for a server that is not there. */
export const additionalDataOf = (
	credentialsHelper: MemoryCredentials,
	more: object = {},
): IWorkflowExecuteAdditionalData =>
	({
		credentialsHelper,
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1/',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/waiting',
		webhookTestBaseUrl: 'http://127.0.0.1/test',
		formWaitingBaseUrl: 'http://127.0.0.1/form',
		variables: {},
		...more,
	}) as unknown as IWorkflowExecuteAdditionalData;
