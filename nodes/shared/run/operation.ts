import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	IN8nRequestOperations,
	INodeExecutionData,
	INodePropertyRouting,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { FieldReader } from '../feed';
import { fieldReader } from '../params';
import type { ConnectionOptions } from '../transport/send';
import { nodeErrorOf } from '../transport/nodeError';
import { connect, type Connection, settingsOf } from '../transport/connection';
import type { Vendor } from '../vendor';
import { requestsAtOnce, timeout } from './fields';

type Pagination = Extract<
	IN8nRequestOperations['pagination'],
	(...args: never[]) => Promise<INodeExecutionData[]>
>;

/** What an operation does for one input item. */
export interface Work {
	/** @returns the items, each with its `pairedItem` */
	run(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<INodeExecutionData[]>;
	/** An error as n8n shows it. */
	told(
		error: Error,
	): NodeApiError | NodeOperationError | Promise<NodeApiError | NodeOperationError>;
	/** With "Continue On Fail": what stays, once it was told why the work ended early. */
	readonly kept?: Kept;
}

interface Kept {
	/** Each with its `pairedItem`. */
	readonly items: readonly INodeExecutionData[];
	/** Goes into the item that says what failed. */
	readonly details: IDataObject;
}

/**
 * The routing of an operation that makes its requests itself, for one input item at a time: n8n calls
 * its pagination function also where there is one page only.
 */
export const operation = (begin: (context: IExecutePaginationFunctions) => Work) =>
	({
		send: { paginate: true },
		operations: { pagination: paginationOf(begin) },
	}) satisfies INodePropertyRouting;

/** With "Continue On Fail", what ends one item's work is an item of its own. */
const paginationOf = (begin: (context: IExecutePaginationFunctions) => Work): Pagination =>
	async function (this, requestData) {
		const work = begin(this);
		const done = await work.run(requestData).catch(async (error: Error) => await work.told(error));
		if (Array.isArray(done)) return done;
		if (!this.continueOnFail()) throw done;
		const text = [done.message, done.description].filter(Boolean).join('. ');
		const { items = [], ...rest } = work.kept ?? {};
		// n8n knows an item of an error by these very fields, and sends it to the error output.
		return [
			...items,
			{ json: { error: text, ...rest }, pairedItem: { item: this.getItemIndex() } },
		];
	};

/** Connects with what the user set for the connection; `fields` are those of the item. */
export async function connectForItem(
	context: IExecutePaginationFunctions,
	vendor: Vendor,
	{ options }: DeclarativeRestApiSettings.ResultOptions,
): Promise<{ connection: Connection; fields: FieldReader }> {
	const settings = await settingsOf(context, vendor);
	const fields = fieldReader(context, settings);
	const connection = await connect(context, vendor, {
		connection: connectionOf(fields, options),
		requestsAtOnce: requestsAtOnce(fields, vendor),
		itemIndex: context.getItemIndex(),
	});
	return { connection, fields };
}

/** An error as n8n shows it for the item at hand. @param addition behind what it says to do */
export function toldForItem(
	context: IExecutePaginationFunctions,
	connection: Connection | undefined,
	error: Error,
	addition?: string,
): NodeApiError | NodeOperationError {
	const redact = (text: string) => connection?.redact(text) ?? text;
	const itemIndex = context.getItemIndex();
	return nodeErrorOf(context.getNode(), error, redact, { itemIndex, addition });
}

/** n8n's own timeout of 300 s, where the user set none, is too long for a vendor that stalls. */
function connectionOf(
	fields: FieldReader,
	options: DeclarativeRestApiSettings.HttpRequestOptions,
): ConnectionOptions {
	const { proxy, skipSslCertificateValidation, allowedDomains } = options as ConnectionOptions;
	const most = timeout.in(fields);
	return {
		proxy,
		skipSslCertificateValidation,
		allowedDomains,
		...(most === undefined ? {} : { timeout: most }),
	};
}
