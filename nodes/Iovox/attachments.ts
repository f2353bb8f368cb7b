import { type IDataObject, UserError } from 'n8n-workflow';
import type { Files } from '../shared/run/post';
import type { FieldReader } from '../shared/feed';
import { isObject } from '../shared/values/json';
import { Base64 } from '../shared/run/jsonBuffer';
import { choiceIn, isNo, quoted, textIn } from '../shared/values/typedValue';
import { requiredText, rowsIn } from './typed';

/** A row of the field "Attachments". */
interface Row {
	source?: unknown;
	binaryProperty?: unknown;
	content?: unknown;
	disposition?: unknown;
	contentId?: unknown;
	fileName?: unknown;
	mimeType?: unknown;
}

/** An attachment as iovox takes it, less its content, which is read when it is sent. */
interface Attachment {
	readonly part: IDataObject;
	bytes(): Promise<Buffer>;
}

/**
 * The attachments that the fields name. Source: "Attachment fields".
 * @throws UserError, NodeOperationError where one is not there, or lacks what iovox wants
 */
export function attachmentsOf(fields: FieldReader, files: Files): Attachment[] {
	const attachments = rowsIn(fields<unknown>('attachments.files', []), 'Attachments').map(
		(row: Row, index) => attachmentOf(row, files, `Attachment ${index + 1}`),
	);
	const ids = attachments.map(({ part }) => part.id).filter((id) => id !== undefined);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice === undefined) return attachments;
	throw new UserError(`Two attachments have the Content-ID ${quoted(String(twice))}`, {
		description: 'Give each inline attachment an ID of its own.',
	});
}

/** With its content. */
export const encoded = async ({ part, bytes }: Attachment): Promise<IDataObject> => ({
	...part,
	body: new Base64(await bytes()) as unknown as IDataObject,
});

function attachmentOf(row: Row, files: Files, which: string): Attachment {
	const { content, bytes } = contentOf(row, files, which);
	const disposition = choiceIn(row.disposition, `${which}: Disposition`, ['attachment', 'inline']);
	const isInline = disposition === 'inline';
	const type = textIn(row.mimeType, `${which}: MIME Type`) || content.mimeType;
	const fileName = textIn(row.fileName, `${which}: File Name`) || content.fileName;
	const id = contentId(row, which);
	const part = {
		disposition,
		type: type || 'application/octet-stream',
		// iovox wants a name for what is shown as a file, an ID for what the HTML shows, and takes both.
		...(isInline && !fileName ? {} : { filename: requiredText(fileName, `${which}: File Name`) }),
		...(isInline || id !== '' ? { id: requiredText(id, `${which}: Content-ID`) } : {}),
	};
	return { part, bytes };
}

function contentOf(row: Row, files: Files, which: string) {
	if (choiceIn(row.source, `${which}: Source`, ['binary', 'base64']) === 'base64') {
		const given = requiredText(row.content, `${which}: Content`);
		// As browsers and other nodes give files: data:image/png;base64,iVBOR…
		const [prefix = '', mimeType] = /^data:([^;,]*)[^,]{0,200};base64,/i.exec(given) ?? [];
		const content: { mimeType?: string | undefined; fileName?: string } = { mimeType };
		return { content, bytes: async () => decoded(given.slice(prefix.length), which) };
	}
	const { binaryProperty } = row;
	// An expression may give the file itself, which n8n's helpers take as well.
	const field = `${which}: Input Binary Field`;
	const isFile = isObject(binaryProperty) && typeof binaryProperty.mimeType === 'string';
	if (isObject(binaryProperty) && !isFile) throw isNo('file', binaryProperty, field);
	const name = isFile ? (binaryProperty as unknown as string) : requiredText(binaryProperty, field);
	const content = files.assertBinaryData(name);
	// Files that n8n keeps in memory are base64 already, right or wrong.
	const bytes = content.id
		? async () => await files.getBinaryDataBuffer(name)
		: async () => decoded(content.data, which);
	return { content, bytes };
}

/** A Content-ID as the HTML names it: `<img src="cid:logo">` shows the part with the ID `logo`; '' where there is none. */
function contentId({ contentId: typed }: Row, which: string): string {
	const given = Number.isSafeInteger(typed) ? String(typed) : typed;
	const id = textIn(given, `${which}: Content-ID`).replace(/^cid:/i, '');
	const bare = id.replace(/^<(.*)>$/, '$1');
	if (id === '' || (bare !== '' && !/[\s<>"]/.test(bare))) return bare;
	throw new UserError(`${which}: ${quoted(id)} is no Content-ID`, {
		description: 'Enter what the HTML has after "cid:", without blanks, such as logo.',
	});
}

/** Base64 of either alphabet; that of URLs has `-` and `_`, and leaves out the padding, too. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** @throws UserError where the text is no base64 */
function decoded(text: string, which: string): Buffer {
	const compact = text.replace(/\s+/g, '');
	const padding = compact.endsWith('==') ? 2 : Number(compact.endsWith('='));
	const signs = compact.length - padding;
	// A last group of one sign was cut: it is less than a byte.
	const isWhole = signs % 4 !== 1 && signs + padding <= Math.ceil(signs / 4) * 4;
	if (isWhole && BASE64.test(compact)) return Buffer.from(compact, 'base64');
	throw new UserError(`${which}: the content is no base64`, {
		description:
			'Give the file as binary data, or its bytes in base64: letters, digits, + and /, or - and _ in place of them, four signs for three bytes.',
	});
}
