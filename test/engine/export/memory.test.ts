import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { LOAD_MS } from '../../load';
import { byId, type ExportedList, listOf } from './lists';
import { runNode } from '../engine';
import { beforeEachFile, keepFilesIn } from './store';

jest.setTimeout(LOAD_MS);

/** What an export holds in memory, which must not grow with what it has exported. */

/** Each list is exported to so many files. */
const FILES = 30;
const EARLY = [4, 5, 6];
const LATE = [24, 25, 26];
/** In parts of all that is written: what a test leaves behind, besides. */
const MOST = 1 / 5;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

beforeAll(async () => await keepFilesIn('filesystem'));
afterAll(async () => await keepFilesIn('default'));

let sandbox: Sandbox;

/** The list in files, all of it. */
async function run(list: ExportedList, output: string, records: number): Promise<number> {
	const { items, error } = await runNode({
		credentials: list.credentials(sandbox),
		parameters: {
			...{ operation: 'export', ...list.parameters(sandbox), output },
			options: { recordsPerFile: records / FILES },
		},
	});
	expect(error).toBeUndefined();
	expect(items).toHaveLength(FILES);
	return items.reduce((sum, { binary }) => sum + binary!.data!.bytes!, 0);
}

/**
 * How much more is in use at late files than at early ones, in parts of what is written; buffers
 * count, too. Some of what is garbage may be there for a moment: the least of three counts.
 */
async function growth(list: ExportedList, output: string, records: number): Promise<number> {
	const least = new Map<string, number>();
	beforeEachFile((file) => {
		const when = EARLY.includes(file) ? 'early' : LATE.includes(file) ? 'late' : undefined;
		if (!when) return;
		collectGarbage();
		const { heapUsed, arrayBuffers } = process.memoryUsage();
		least.set(when, Math.min(least.get(when) ?? Infinity, heapUsed + arrayBuffers));
	});
	const written = await run(list, output, records);
	return (least.get('late')! - least.get('early')!) / written;
}

describe('300,000 opens of Procurios', () => {
	const OPENS = 300_000;

	beforeAll(async () => {
		sandbox = await startSandbox({
			procurios: {
				...{ opens: 10_000, repeat: OPENS / 10_000 },
				...{ recipients: 2_000, clicks: 0, emails: 20 },
			},
		});
		// The sandbox, in the same process, keeps what it has answered.
		await run(listOf('Procurios open'), 'record', OPENS);
	});
	afterAll(async () => await sandbox.close());

	it.each(['record', 'trackingEvent'])(
		'as a %s each take no more memory at the end than at the beginning',
		async (output) => {
			expect(await growth(listOf('Procurios open'), output, OPENS)).toBeLessThan(MOST);
		},
	);
});

it('120,000 recipients of Encompass take no more, but for what tells them apart', async () => {
	const RECIPIENTS = 120_000;
	const none = { opens: 0, clicks: 0, bounces: 0 };
	sandbox = await startSandbox({ encompass: { messages: 1, recipients: RECIPIENTS, ...none } });
	const messageId = byId(sandbox.encompass.data.messages[0]!.id);
	const list = {
		...listOf('Encompass recipient'),
		parameters: () => ({ resource: 'recipient', messageId }),
	};
	const more = await growth(list, 'record', RECIPIENTS);
	await sandbox.close();
	expect(more).toBeLessThan(MOST);
});
