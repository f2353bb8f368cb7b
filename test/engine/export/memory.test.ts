import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { byId, type ExportedList, listOf } from './lists';
import { runNode } from '../engine';
import { beforeEachFile, keepFilesIn } from './store';

/** What an export holds in memory, which must not grow with what it has exported. */

const MB = 2 ** 20;
const RECORDS = 300_000;
const RECORDS_PER_FILE = 10_000;
/** A page of records as events, some requests and what a test leaves behind. */
const ROOM = 12 * MB;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

beforeAll(async () => await keepFilesIn('filesystem'));
afterAll(async () => await keepFilesIn('default'));

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

/** Bytes that are in use when a file is stored, by its number; buffers of files count, too. */
async function heapAt(list: ExportedList, files: number[], output: string): Promise<number[]> {
	const heap = new Map<number, number>();
	let bytes = 0;
	beforeEachFile((file) => {
		if (!files.includes(file)) return;
		collectGarbage();
		const { heapUsed, arrayBuffers } = process.memoryUsage();
		heap.set(file, heapUsed + arrayBuffers);
	});
	const { items, error } = await runNode({
		credentials: list.credentials(sandbox),
		parameters: {
			...{ operation: 'export', ...list.parameters(sandbox), output },
			options: { recordsPerFile: RECORDS_PER_FILE },
		},
	});
	expect(error).toBeUndefined();
	expect(items).toHaveLength(RECORDS / RECORDS_PER_FILE);
	for (const { binary } of items) bytes += binary!.data!.bytes!;
	// It would be seen if they stayed.
	expect(bytes).toBeGreaterThan(4 * ROOM);
	return files.map((file) => heap.get(file)!);
}

it.each(['record', 'trackingEvent'])(
	'300,000 opens of Procurios, each as a %s, take no more memory at the end than at the beginning',
	async (output) => {
		sandbox = await startSandbox({
			procurios: {
				...{ opens: 10_000, repeat: RECORDS / 10_000 },
				...{ recipients: 2_000, clicks: 0, emails: 20 },
			},
		});
		const [early, late] = await heapAt(listOf('Procurios open'), [5, 25], output);
		expect(late! - early!).toBeLessThan(ROOM);
	},
);

it('300,000 recipients of Encompass take no more, but for what tells them apart', async () => {
	const none = { opens: 0, clicks: 0, bounces: 0 };
	sandbox = await startSandbox({ encompass: { messages: 1, recipients: RECORDS, ...none } });
	const messageId = byId(sandbox.encompass.data.messages[0]!.id);
	const list = {
		...listOf('Encompass recipient'),
		parameters: () => ({ resource: 'recipient', messageId }),
	};
	const [early, late] = await heapAt(list, [5, 25], 'record');
	expect(late! - early!).toBeLessThan(ROOM);
});
