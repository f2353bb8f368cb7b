import type {
	ICredentialDataDecryptedObject,
	IExecutePaginationFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

/** Where a vendor is asked from: an operation, a list in the editor, a trigger. */
export type RequestContext = IExecutePaginationFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The signal that fires when the execution is cancelled. */
export const cancelSignal = (context: RequestContext): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** What all items of one run of a node have in common; where there are none, the context itself. */
export const runOf = (context: RequestContext): object =>
	'getExecuteData' in context ? context.getExecuteData() : context;

type Helpers = RequestContext['helpers'];

/** How n8n is to send a request, and what it needs for that. */
export interface Sending {
	/** Ends it, and closes its connection. */
	readonly signal: AbortSignal;
	/** What n8n, and a login, send by themselves on its behalf. */
	readonly httpRequest: Helpers['httpRequest'];
	/** What the credential is to say besides what it says. */
	readonly credential: ICredentialDataDecryptedObject;
}

/** A context for one request. */
export const sendingBy = <C extends RequestContext>(
	context: C,
	{ signal, httpRequest, credential }: Sending,
): C =>
	Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
		helpers: { value: Object.create(context.helpers, { httpRequest: { value: httpRequest } }) },
		getCredentials: {
			value: async (type: string, itemIndex?: number) =>
				Object.assign(await context.getCredentials(type, itemIndex), credential),
		},
	}) as C;
