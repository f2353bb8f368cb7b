import { Container } from '@n8n/di';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';
import { LOAD_MS } from '../../load';
import { iovoxAt } from '../credentials';
import { runNode } from '../engine';
import { attached, inMemory, SEND, SENT } from './mail';

jest.setTimeout(LOAD_MS);

const MB = 1_024 * 1_024;
const SIZE = 15 * MB + 1;
/** As base64. */
const SENT_SIZE = Math.ceil(SIZE / 3) * 4;

const files = Container.get(BinaryDataService);
beforeAll(async () => await files.init());
afterEach(() => jest.restoreAllMocks());

const memory = () => process.memoryUsage().arrayBuffers;

/** Takes mails, and keeps of each no more than what it was; answers when it is let. */
async function startTaker() {
	const taken: string[] = [];
	const waiting: Array<() => void> = [];
	let peak = 0;
	let holds = false;
	const server = createServer(async (request, response: ServerResponse) => {
		const hash = createHash('sha256');
		for await (const chunk of request) {
			hash.update(chunk as Buffer);
			peak = Math.max(peak, memory());
		}
		taken.push(hash.digest('hex'));
		const answer = () => {
			response.writeHead(201, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ message_id: String(taken.length) }));
		};
		if (holds) waiting.push(answer);
		else answer();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/v1`;
	return {
		taken,
		waiting,
		hold: () => (holds = true),
		peak: () => peak,
		credentials: iovoxAt({ apiUrl, username: 'someone', secureKey: 'a-key' }),
		close: () => server.close(),
	};
}

/** What arrives for a file, less where it is kept. */
const digestOf = (bytes: Buffer) => {
	const { text_content, html_content, ...mail } = SENT;
	const file = { disposition: 'attachment', type: 'application/x-a', filename: 'a.bin' };
	const attachments = [{ ...file, body: bytes.toString('base64') }];
	const body = { ...mail, text_content, html_content, attachments };
	return createHash('sha256').update(JSON.stringify(body)).digest('hex');
};

const KINDS: Record<string, (bytes: Buffer) => Promise<INodeExecutionData>> = {
	stored: async (bytes) => ({
		json: {},
		binary: {
			data: await files.store(
				{ type: 'execution', workflowId: 'workflow', executionId: 'large' },
				bytes,
				{ data: '', mimeType: 'application/x-a', fileName: 'a.bin' },
			),
		},
	}),
	'in memory': async (bytes) => ({ json: {}, binary: { data: inMemory(bytes) } }),
};

const parameters = { ...SEND, ...attached({ binaryProperty: 'data' }) };

describe.each(Object.entries(KINDS))('files that are %s', (_kind, itemOf) => {
	it.each([1, 5])('arrive whole, %s of 15 MB, without many copies', async (count) => {
		const taker = await startTaker();
		const items: INodeExecutionData[] = [];
		const digests: string[] = [];
		for (let item = 0; item < count; item++) {
			const bytes = randomBytes(SIZE);
			items.push(await itemOf(bytes));
			digests.push(digestOf(bytes));
		}
		const before = memory();
		const result = await runNode({ credentials: taker.credentials, parameters, items });
		taker.close();
		expect(result.error).toBeUndefined();
		expect([...taker.taken].sort()).toEqual([...digests].sort());
		// Of one, its bytes and the body that is sent, and no more than as much again.
		if (count === 1) expect(taker.peak() - before).toBeLessThan(2 * (SIZE + SENT_SIZE));
	});
});

it('the bytes of a mail that waits for its turn are not read', async () => {
	const taker = await startTaker();
	taker.hold();
	const read = jest.spyOn(files, 'getAsBuffer');
	const items = await Promise.all(
		Array.from({ length: 12 }, async () => await KINDS.stored!(randomBytes(1_000))),
	);
	const running = runNode({ credentials: taker.credentials, parameters, items });
	let atOnce = 0;
	for (let answered = 0; answered < 12; answered++) {
		while (taker.waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
		// Whatever could be read meanwhile has its time.
		for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
		atOnce = Math.max(atOnce, read.mock.calls.length - answered);
		taker.waiting.shift()!();
	}
	expect((await running).items).toHaveLength(12);
	taker.close();
	expect(read).toHaveBeenCalledTimes(12);
	// As many as may be under way at once.
	expect(atOnce).toBeLessThanOrEqual(4);
});
