import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { cutAtWord, inOneLine } from '../values/words';

type Described = Error & { description?: string | null | undefined };

/** In characters; with the description 2,000, which is what a log and the editor bear. */
const MOST_OF_MESSAGE = 500;
const MOST_OF_DESCRIPTION = 1_500;

/**
 * An error as n8n shows it, with the node it belongs to: in one line, and of bounded length.
 * @param redact blacks out secrets: what a vendor echoes may stand in a record, a cursor or a link
 * @param addition is put behind what the error says to do, and cut last
 */
export function nodeErrorOf(
	node: INode,
	error: Described,
	redact: (text: string) => string,
	{ itemIndex, addition = '' }: { itemIndex?: number; addition?: string } = {},
): NodeApiError | NodeOperationError {
	const shown = (text: string, most: number) => cutAtWord(inOneLine(redact(text)), most);
	const message = shown(error.message, MOST_OF_MESSAGE);
	const last = shown(addition, MOST_OF_DESCRIPTION);
	const first = shown(error.description ?? '', MOST_OF_DESCRIPTION - last.length);
	const description = [first, last].filter(Boolean).join(' ');
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		return Object.assign(error, { message, description });
	}
	// By its words alone: the error itself would be shown beside them, as it is.
	const told = new NodeOperationError(node, message, { itemIndex, description });
	const before = `${error.name}: ${error.message}`;
	if (error.stack?.startsWith(before)) {
		told.stack = `${error.name}: ${message}${error.stack.slice(before.length)}`;
	}
	return told;
}
