import type {
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

/** The same context, with a signal of its own for n8n to end a request by. */
export const endedBy = <C extends RequestContext>(context: C, signal: AbortSignal): C =>
	Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as C;
