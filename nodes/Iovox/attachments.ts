import { type IDataObject, UserError } from 'n8n-workflow';
import type { Files } from '../shared/run/post';
import type { FieldReader } from '../shared/feed';
import type { Field } from '../shared/field';
import { isObject } from '../shared/values/json';
import { Base64 } from '../shared/run/jsonBuffer';
import { isNo, quoted, textIn } from '../shared/values/typedValue';
import {
	attachments,
	binaryProperty,
	content as contentField,
	contentId,
	disposition,
	fileName,
	mimeType,
	source,
} from './resources/sendFields';
import { requiredText } from './typed';

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
	const found = attachments
		.in(fields)
		.map((row, index) => attachmentOf(row, files, `Attachment ${index + 1}`));
	const ids = found.map(({ part }) => part.id).filter((id) => id !== undefined);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice === undefined) return found;
	throw new UserError(`Two attachments have the Content-ID ${quoted(String(twice))}`, {
		description: 'Give each inline attachment an ID of its own.',
	});
}

/** With its content. */
export const encoded = async ({ part, bytes }: Attachment): Promise<IDataObject> => ({
	...part,
	body: new Base64(await bytes()) as unknown as IDataObject,
});

function attachmentOf(row: IDataObject, files: Files, which: string): Attachment {
	const { content, bytes } = contentOf(row, files, which);
	const isInline = disposition.inRow(row, which) === 'inline';
	const type = mimeType.inRow(row, which) || content.mimeType;
	const name = fileName.inRow(row, which) || content.fileName || '';
	const id = bareId(row, which);
	const needed = (text: string, { displayName }: Field<string>) =>
		requiredText(text, `${which}: ${displayName}`);
	const part = {
		disposition: isInline ? 'inline' : 'attachment',
		type: type || 'application/octet-stream',
		// iovox wants a name for what is shown as a file, an ID for what the HTML shows, and takes both.
		...(isInline && name === '' ? {} : { filename: needed(name, fileName) }),
		...(isInline || id !== '' ? { id: needed(id, contentId) } : {}),
	};
	return { part, bytes };
}

function contentOf(row: IDataObject, files: Files, which: string) {
	if (source.inRow(row, which) === 'base64') {
		const given = contentField.inRow(row, which);
		// As browsers and other nodes give files: data:image/png;base64,iVBOR…
		const [prefix = '', mimeType] = /^data:([^;,]*)[^,]{0,200};base64,/i.exec(given) ?? [];
		const content: { mimeType?: string | undefined; fileName?: string } = { mimeType };
		return { content, bytes: async () => decoded(given.slice(prefix.length), which) };
	}
	const given = binaryProperty.inRow(row, which);
	const field = `${which}: ${binaryProperty.displayName}`;
	const isFile = isObject(given) && typeof given.mimeType === 'string';
	if (isObject(given) && !isFile) throw isNo('file', given, field);
	const name = isFile ? (given as unknown as string) : requiredText(textIn(given, field), field);
	const content = files.assertBinaryData(name);
	// Files that n8n keeps in memory are base64 already, right or wrong.
	const bytes = content.id
		? async () => await files.getBinaryDataBuffer(name)
		: async () => decoded(content.data, which);
	return { content, bytes };
}

/** A Content-ID as the HTML names it: `<img src="cid:logo">` shows the part with the ID `logo`; '' where there is none. */
function bareId(row: IDataObject, which: string): string {
	const id = contentId.inRow(row, which).replace(/^cid:/i, '');
	const bare = id.replace(/^<(.*)>$/, '$1');
	if (id === '' || (bare !== '' && !/[\s<>"]/.test(bare))) return bare;
	throw new UserError(`${which}: ${quoted(id)} is no ${contentId.displayName}`, {
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
