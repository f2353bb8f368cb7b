import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

type Described = Error & { description?: string | null | undefined };

/**
 * An error as n8n shows it, with the node it belongs to.
 * @param redact blacks out secrets: what a vendor echoes may stand in a record, a cursor or a link
 * @param addition is put behind what the error says to do
 */
export function nodeErrorOf(
	node: INode,
	error: Described,
	redact: (text: string) => string,
	{ itemIndex, addition }: { itemIndex?: number; addition?: string } = {},
): NodeApiError | NodeOperationError {
	const known = error instanceof NodeApiError || error instanceof NodeOperationError;
	const shown = known ? error : new NodeOperationError(node, error, { itemIndex });
	shown.message = redact(shown.message);
	shown.description = redact([error.description, addition].filter(Boolean).join(' '));
	return shown;
}
