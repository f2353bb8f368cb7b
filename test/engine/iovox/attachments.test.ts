import { Container } from '@n8n/di';
import { randomBytes } from 'node:crypto';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { attached, inMemory, lastOf, SEND } from './mail';
import { jsonOf, postsOf, run, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 0 } });
	({ iovox } = sandbox);
	await Container.get(BinaryDataService).init();
});
afterAll(async () => await sandbox.close());

const withFiles = (binary: Record<string, IBinaryData>, json = {}): INodeExecutionData => ({
	json,
	binary,
});

async function send(files: INodeParameters[], item: INodeExecutionData = { json: {} }) {
	await jsonOf(iovox, { ...SEND, ...attached(...files) }, { items: [item] });
	return lastOf(iovox).attachments;
}

/** A file in n8n's store of files. */
const stored = async (bytes: Buffer, fileName?: string): Promise<IBinaryData> =>
	await Container.get(BinaryDataService).store(
		{ type: 'execution', workflowId: 'workflow', executionId: 'execution' },
		bytes,
		{ data: '', mimeType: 'application/x-stored', ...(fileName ? { fileName } : {}) },
	);

it('two files and an image arrive byte for byte, with their names', async () => {
	const [one, two, image] = [5_000, 70_001, 9_998].map((size) => randomBytes(size));
	const names = ['Übersicht „Größe" – 軽.pdf', `a "quoted" \\ 'name'.txt`];
	const files = await send(
		[
			{ binaryProperty: 'first' },
			{ binaryProperty: 'second', mimeType: 'text/plain; charset=utf-8' },
			{ binaryProperty: 'third', disposition: 'inline', contentId: 'logo', mimeType: 'image/png' },
		],
		withFiles({
			first: inMemory(one!, names[0]),
			second: inMemory(two!, names[1]),
			third: inMemory(image!, 'logo.png'),
		}),
	);
	expect(files).toEqual([
		{ disposition: 'attachment', type: 'application/x-a', filename: names[0], content: one },
		{
			...{ disposition: 'attachment', type: 'text/plain; charset=utf-8' },
			...{ filename: names[1], content: two },
		},
		{
			...{ disposition: 'inline', type: 'image/png', filename: 'logo.png' },
			...{ id: 'logo', content: image },
		},
	]);
});

const SIZES = [1, 2, 3, 4, 5, 196_607, 196_608, 196_609, 196_610, 400_000];

it.each(SIZES)('%s bytes arrive, whichever way they come', async (size) => {
	const bytes = randomBytes(size);
	const content = bytes.toString('base64');
	const files = await send(
		[
			{ source: 'binary', binaryProperty: 'memory' },
			{ source: 'binary', binaryProperty: 'store' },
			{ source: 'base64', content, fileName: 'c' },
			{ source: 'base64', content: '={{ $json.content }}', fileName: 'd' },
			{ source: 'binary', binaryProperty: '={{ $input.item.binary.memory }}' },
			{ source: 'binary', binaryProperty: '={{ $binary.store }}' },
		],
		withFiles({ memory: inMemory(bytes), store: await stored(bytes, 'b') }, { content }),
	);
	expect(files.map((file) => file.content.equals(bytes))).toEqual(Array(6).fill(true));
});

it('a stored file is really in the store, and its type and name are taken', async () => {
	const bytes = randomBytes(1_000);
	const file = await stored(bytes, 'route.pdf');
	expect(file.id).toMatch(/^filesystem/);
	const [sent] = await send([{ binaryProperty: 'data' }], withFiles({ data: file }));
	expect(sent).toEqual({
		...{ disposition: 'attachment', type: 'application/x-stored' },
		...{ filename: 'route.pdf', content: bytes },
	});
});

it.each([
	['with lines', (text: string) => text.replace(/.{76}/g, '$&\r\n')],
	['for URLs', (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')],
	['without padding', (text: string) => text.replaceAll('=', '')],
	[
		'for URLs, without padding',
		(text: string) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
	],
	[
		'in a data URL, without padding',
		(text: string) => `data:image/png;base64,${text.replace(/=+$/, '')}`,
	],
])('base64 %s is taken', async (_how, spell) => {
	for (const size of [3_000, 3_001, 3_002]) {
		const bytes = randomBytes(size);
		const content = spell(bytes.toString('base64'));
		const [sent] = await send([{ source: 'base64', content, fileName: 'a' }]);
		expect(sent!.content.equals(bytes)).toBe(true);
	}
});

it('base64 of URLs without padding is taken sign by sign', async () => {
	const [sent] = await send([{ source: 'base64', content: '-__-Pj8', fileName: 'a' }]);
	expect([...sent!.content]).toEqual([0xfb, 0xff, 0xfe, 0x3e, 0x3f]);
});

it('an inline file keeps its name, an attachment its Content-ID', async () => {
	const base = { source: 'base64', content: 'aGk=', mimeType: 'image/png' };
	const files = await send([
		{ ...base, disposition: 'inline', contentId: 'logo', fileName: ' logo.png ' },
		{ ...base, disposition: 'inline', contentId: '={{ 17 }}' },
		{ ...base, disposition: 'attachment', contentId: '<part1@example.com>', fileName: 'a.png' },
		{ ...base, disposition: 'attachment', contentId: '', fileName: 'b.png' },
	]);
	expect(files.map(({ disposition, filename, id }) => [disposition, filename, id])).toEqual([
		['inline', 'logo.png', 'logo'],
		['inline', undefined, '17'],
		['attachment', 'a.png', 'part1@example.com'],
		['attachment', 'b.png', undefined],
	]);
});

it('a type that nothing says is the general one, a name that is typed wins', async () => {
	const content = 'aGk=';
	const binary = { data: { ...inMemory(Buffer.from('hi')), mimeType: '' } };
	const files = await send(
		[
			{ source: 'base64', content, fileName: ' a.txt ' },
			{ binaryProperty: 'data', fileName: 'b.txt' },
			{ binaryProperty: 'data', disposition: 'inline', contentId: 'cid:logo' },
			{ binaryProperty: 'data', disposition: 'inline', contentId: '<part1@example.com>' },
		],
		withFiles(binary),
	);
	expect(files.map(({ type, filename, id }) => [type, filename, id])).toEqual([
		['application/octet-stream', 'a.txt', undefined],
		['application/octet-stream', 'b.txt', undefined],
		['application/octet-stream', 'a.bin', 'logo'],
		['application/octet-stream', 'a.bin', 'part1@example.com'],
	]);
});

describe('is refused before anything is sent', () => {
	const file = { source: 'base64', content: 'aGk=', fileName: 'a' };
	const hi = Buffer.from('hi');
	const inline = { ...file, disposition: 'inline', contentId: 'a' };
	it.each<[string, INodeParameters[], RegExp]>([
		['a field that the item does not have', [{ binaryProperty: 'none' }], /no binary field 'none'/],
		[
			'what is no file',
			[{ binaryProperty: '={{ $json }}' }],
			/^Attachment 1: Input Binary Field holds an object, which is no file/,
		],
		[
			'no field at all',
			[{ binaryProperty: '={{ $json.none }}' }],
			/^Attachment 1: Input Binary Field is empty/,
		],
		[
			'an image without an ID',
			[file, { ...inline, contentId: '={{ $json.none }}' }],
			/^Attachment 2: Content-ID is/,
		],
		[
			'an ID with a blank',
			[{ ...inline, contentId: 'a b' }],
			/^Attachment 1: "a b" is no Content-ID/,
		],
		[
			'two images with one ID',
			[inline, { ...inline, contentId: '<a>' }],
			/have the Content-ID "a"/,
		],
		['a file without a name', [{ ...file, fileName: '' }], /^Attachment 1: File Name is empty/],
		[
			'nothing for a file',
			[{ ...file, content: '={{ $json.none }}' }],
			/^Attachment 1: Content is empty/,
		],
		[
			'text for base64',
			[{ ...file, content: 'Hello, world' }],
			/^Attachment 1: the content is no b/,
		],
		[
			'base64 that was cut',
			[{ ...file, content: 'aGkaG' }],
			/^Attachment 1: the content is no base64/,
		],
		[
			'a file that n8n has wrongly',
			[{ binaryProperty: 'bad' }],
			/^Attachment 1: the content is no/,
		],
		['base64 with too much padding', [{ ...file, content: 'aGk==' }], /is no base64/],
		['padding alone', [{ ...file, content: '==' }], /is no base64/],
		['two files with one ID', [inline, { ...file, contentId: 'cid:a' }], /have the Content-ID "a"/],
		[
			'a name that is no text',
			[{ ...file, fileName: '={{ ({}) }}' }],
			/^Attachment 1: File Name takes text, and not an object/,
		],
		[
			'a type that is no text',
			[file, { ...file, mimeType: '={{ true }}' }],
			/^Attachment 2: MIME Type takes text, and not true/,
		],
		[
			'content that is no text',
			[{ ...file, content: '={{ [1, 2] }}' }],
			/^Attachment 1: Content takes text, and not a list/,
		],
		[
			'an ID that is no text',
			[{ ...inline, contentId: '={{ ({}) }}' }],
			/^Attachment 1: Content-ID takes text, and not an object/,
		],
		['a data URL without base64', [{ ...file, content: 'data:text/plain,aGk=' }], /is no base64/],
		['two texts in one', [{ ...file, content: 'aGk=aGk=' }], /is no base64/],
	])('%s', async (_what, files, message) => {
		const asked = postsOf(iovox);
		const result = await run(
			iovox,
			{ ...SEND, ...attached(...files) },
			{
				items: [withFiles({ data: inMemory(hi), bad: { ...inMemory(hi), data: 'a%b' } })],
			},
		);
		expect(textOf(result)).toMatch(message);
		expect(asked()).toEqual([]);
	});
});
