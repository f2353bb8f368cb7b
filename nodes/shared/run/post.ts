import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { cancelSignal } from '../transport/context';
import type { FieldReader } from '../feed';
import { connectForItem, operation, toldForItem, type Work } from './operation';
import type { Connection, PostRequest } from '../transport/connection';
import type { Vendor } from '../vendor';

/** A call that makes something, for one input item. */
export interface Call {
	readonly request: PostRequest;
	/**
	 * What it came to, an item each.
	 * @param body parsed JSON; undefined where the answer was empty, which is a success, too
	 * @throws UserError when it is not what was asked for
	 */
	read(body: unknown): IDataObject[];
}

/** The files of the input item at hand. */
export type Files = Pick<
	IExecutePaginationFunctions['helpers'],
	'assertBinaryData' | 'getBinaryDataBuffer'
>;

/**
 * The routing of an operation that makes something.
 * @param callOf reads the fields; throws UserError when one holds what the vendor would not take
 */
export const postOperation = (
	vendor: Vendor,
	callOf: (fields: FieldReader, files: Files) => Call,
) => operation((context) => new Making(context, vendor, callOf));

class Making implements Work {
	private connection: Connection | undefined;

	constructor(
		private readonly context: IExecutePaginationFunctions,
		private readonly vendor: Vendor,
		private readonly callOf: (fields: FieldReader, files: Files) => Call,
	) {}

	async run(requestData: DeclarativeRestApiSettings.ResultOptions): Promise<INodeExecutionData[]> {
		const { context, vendor } = this;
		const { connection, fields } = await connectForItem(context, vendor, requestData);
		this.connection = connection;
		const call = this.callOf(fields, context.helpers);
		const body = await connection.post(call.request, cancelSignal(context));
		const pairedItem = { item: context.getItemIndex() };
		return call.read(body).map((json) => ({ json, pairedItem }));
	}

	told(error: Error): NodeApiError | NodeOperationError {
		return toldForItem(this.context, this.connection, error);
	}
}
