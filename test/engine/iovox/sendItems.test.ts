import { randomBytes } from 'node:crypto';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { attached, inMemory, SEND } from './mail';
import { postsOf, run, textOf } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ iovox: { mails: 0 } });
	({ iovox } = sandbox);
});
afterEach(async () => await sandbox.close());

describe('twenty items, four of them bad', () => {
	const parameters: INodeParameters = {
		...{ ...SEND, linkId: '={{ $json.link }}', recipientAddress: '={{ $json.to }}' },
		...attached(
			{ binaryProperty: '={{ $json.file }}' },
			{ binaryProperty: 'logo', disposition: 'inline', contentId: '={{ $json.id }}' },
			{ source: 'base64', content: '={{ $json.text }}', fileName: 'note.txt' },
		),
	};
	const BAD: Record<number, [change: IDataObject, message: RegExp]> = {
		3: [{ file: 'none' }, /^The item has no binary field 'none'/],
		7: [{ id: '' }, /^Attachment 2: Content-ID is empty/],
		12: [{ text: 'no base64!' }, /^Attachment 3: the content is no base64/],
		18: [{ link: 'unknown' }, /^iovox rejects the request.*link_id does not exist\.$/],
	};
	const files = Array.from({ length: 20 }, (_, n) => randomBytes(1_000 + n));
	const items: INodeExecutionData[] = files.map((bytes, n) => ({
		json: {
			...{ link: 'garage-17', to: `buyer${n}@example.org`, file: 'data', id: `logo${n}` },
			...{ text: bytes.subarray(0, n + 1).toString('base64'), ...BAD[n]?.[0] },
		},
		binary: { data: inMemory(bytes), logo: inMemory(bytes.subarray(n)) },
	}));
	const good = items.map((_, n) => n).filter((n) => !(n in BAD));

	/** Each good mail was sent once, with its own files. */
	function expectSent(): void {
		const sent = new Map(
			iovox.sentMails.map((mail) => [mail.request.recipient_address, mail] as const),
		);
		expect(iovox.sentMails).toHaveLength(16);
		expect([...sent.keys()].sort()).toEqual(good.map((n) => `buyer${n}@example.org`).sort());
		for (const n of good) {
			const { attachments } = sent.get(`buyer${n}@example.org`)!;
			const bytes = files[n]!;
			const expected = [bytes, bytes.subarray(n), bytes.subarray(0, n + 1)];
			expect(attachments.map(({ content }, file) => content.equals(expected[file]!))).toEqual([
				...[true, true, true],
			]);
			expect(attachments[1]!.id).toBe(`logo${n}`);
		}
	}

	it('each give one item in their order, where errors go on', async () => {
		const asked = postsOf(iovox);
		const result = await run(iovox, parameters, { items, onError: 'continueRegularOutput' });
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		for (const [n, { json }] of result.items.entries()) {
			if (n in BAD) expect(json).toEqual({ error: expect.stringMatching(BAD[n]![1]) as string });
			else expect(json).toEqual({ accepted: true, message_id: expect.any(String) as string });
		}
		const found = result.items.flatMap(({ json }) => json.message_id ?? []);
		expect([...found].sort()).toEqual(iovox.sentMails.map(({ message_id }) => message_id).sort());
		expectSent();
		// The unknown link only the service can tell.
		expect(asked()).toHaveLength(17);
	});

	it('part, each with its own input, where errors have an output', async () => {
		const result = await run(iovox, parameters, { items, onError: 'continueErrorOutput' });
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			good.map((item) => ({ item })),
		);
		expect(result.errorItems.map(({ json }) => json.to)).toEqual(
			Object.keys(BAD).map((n) => `buyer${n}@example.org`),
		);
		expectSent();
	});

	it('name the first bad one, where it stops', async () => {
		const result = await run(iovox, parameters, { items });
		expect(textOf(result)).toMatch(BAD[3]![1]);
		expect(result.error?.context.itemIndex).toBe(3);
		expect(result.items).toEqual([]);
	});
});

describe('what the service does not take is told in full', () => {
	const bad: INodeParameters = {
		...{ ...SEND, linkId: 'unknown', senderAddress: 'a@localhost' },
		options: { proxyDomain: 'not-mine.example' },
		...attached({ binaryProperty: 'data', mimeType: 'nonsense' }),
	};
	const ALL = [
		'sender_address is not a valid address',
		'link_id does not exist',
		'proxy_domain is not configured',
		'attachments[0].body cannot be empty',
		'attachments[0].type is not a MIME type',
	];
	const items = [{ json: {}, binary: { data: inMemory(Buffer.alloc(0)) } }];

	it.each([400, 422, 200] as const)('as a list, with status %s', async (validationStatus) => {
		iovox.setSwitches({ validationStatus });
		const asked = postsOf(iovox);
		const result = await run(iovox, bad, { items });
		const text = textOf(result);
		for (const each of ALL) expect(text).toContain(each);
		expect(text).toMatch(/^iovox (rejects the request for .*\/email|answered with status 422)\n/);
		expect(text).toMatch(/Check the fields of the node\./);
		expect(text).not.toMatch(/not known whether/);
		expect(result.error?.failure?.cause).toBe('configuration-invalid');
		expect(asked()).toHaveLength(1);
		expect(iovox.sentMails).toEqual([]);
	});

	it.each([400, 422, 200] as const)('as XML, with status %s', async (validationStatus) => {
		iovox.setSwitches({ errorBody: 'xml', validationStatus });
		const text = textOf(await run(iovox, bad, { items }));
		for (const each of ALL) expect(text).toContain(each);
		expect(text).not.toMatch(/not known whether/);
	});

	it.each(['html', 'empty'] as const)(
		'as far as it says, where its answer is %s',
		async (errorBody) => {
			for (const validationStatus of [400, 422] as const) {
				iovox.setSwitches({ errorBody, validationStatus });
				const text = textOf(await run(iovox, bad, { items }));
				expect(text).toMatch(/^iovox (rejects the request|answered with status 422)/);
				expect(text).toMatch(/Check the fields of the node/);
				expect(text).not.toMatch(/not known whether|</);
			}
		},
	);

	it('up to a length that can be read', async () => {
		const many = attached(
			...Array.from({ length: 60 }, (_, n) => ({
				...{ source: 'base64', content: 'aGk=', fileName: 'a', mimeType: `nonsense${n}` },
			})),
		);
		const text = textOf(await run(iovox, { ...SEND, ...many }));
		expect(text).toContain('attachments[17].type is not a MIME type');
		expect(text.length).toBeLessThan(1_300);
	});
});
