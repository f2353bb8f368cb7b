import { type EncompassSandbox, startSandbox } from '../../../sandbox';
import { onlyTheClockIsFake } from '../../time';
import { encompassAt } from '../credentials';
import { Host } from '../host';

onlyTheClockIsFake();

const START = Date.parse('2026-02-03T09:00:00Z');
const DAY_MS = 86_400_000;
const MESSAGES = 3;

type Order = 'ascending' | 'descending' | 'byRecipient';
type Start = 'now' | 'date' | 'beginning';
type Body = 'envelope' | 'bare';

/** What may be asked for of the lists of three messages: at first, in a quiet poll, with one new row. */
const MOST: ReadonlyArray<readonly [Body, number, Order, Start, number, number, number]> = [
	['envelope', 8, 'ascending', 'now', 6, 3, 3],
	['envelope', 8, 'ascending', 'date', 6, 3, 3],
	['envelope', 8, 'ascending', 'beginning', 3, 3, 3],
	['envelope', 8, 'descending', 'now', 6, 3, 3],
	['envelope', 8, 'descending', 'date', 6, 3, 3],
	['envelope', 8, 'descending', 'beginning', 3, 3, 3],
	['envelope', 8, 'byRecipient', 'now', 6, 3, 3],
	['envelope', 8, 'byRecipient', 'date', 6, 3, 3],
	['envelope', 8, 'byRecipient', 'beginning', 3, 3, 3],
	['envelope', 120, 'ascending', 'now', 6, 3, 3],
	['envelope', 120, 'ascending', 'date', 5, 3, 3],
	['envelope', 120, 'ascending', 'beginning', 3, 3, 3],
	['envelope', 120, 'descending', 'now', 6, 3, 3],
	['envelope', 120, 'descending', 'date', 5, 3, 3],
	['envelope', 120, 'descending', 'beginning', 3, 3, 3],
	['envelope', 120, 'byRecipient', 'now', 9, 3, 4],
	['envelope', 120, 'byRecipient', 'date', 8, 3, 4],
	['envelope', 120, 'byRecipient', 'beginning', 6, 3, 4],
	['envelope', 3000, 'ascending', 'now', 19, 3, 3],
	['envelope', 3000, 'ascending', 'date', 25, 3, 3],
	['envelope', 3000, 'ascending', 'beginning', 25, 3, 3],
	['envelope', 3000, 'descending', 'now', 19, 3, 3],
	['envelope', 3000, 'descending', 'date', 25, 3, 3],
	['envelope', 3000, 'descending', 'beginning', 28, 3, 3],
	['envelope', 3000, 'byRecipient', 'now', 78, 3, 17],
	['envelope', 3000, 'byRecipient', 'date', 78, 3, 17],
	['envelope', 3000, 'byRecipient', 'beginning', 78, 3, 17],
	['bare', 8, 'ascending', 'now', 9, 3, 4],
	['bare', 8, 'ascending', 'date', 9, 3, 4],
	['bare', 8, 'ascending', 'beginning', 6, 3, 4],
	['bare', 8, 'descending', 'now', 9, 3, 4],
	['bare', 8, 'descending', 'date', 9, 3, 4],
	['bare', 8, 'descending', 'beginning', 6, 3, 4],
	['bare', 8, 'byRecipient', 'now', 9, 3, 4],
	['bare', 8, 'byRecipient', 'date', 9, 3, 4],
	['bare', 8, 'byRecipient', 'beginning', 6, 3, 4],
	['bare', 120, 'ascending', 'now', 9, 3, 4],
	['bare', 120, 'ascending', 'date', 8, 3, 4],
	['bare', 120, 'ascending', 'beginning', 6, 3, 4],
	['bare', 120, 'descending', 'now', 9, 6, 7],
	['bare', 120, 'descending', 'date', 8, 6, 7],
	['bare', 120, 'descending', 'beginning', 6, 6, 7],
	['bare', 120, 'byRecipient', 'now', 15, 3, 5],
	['bare', 120, 'byRecipient', 'date', 14, 3, 5],
	['bare', 120, 'byRecipient', 'beginning', 12, 3, 5],
	['bare', 3000, 'ascending', 'now', 31, 3, 4],
	['bare', 3000, 'ascending', 'date', 31, 3, 4],
	['bare', 3000, 'ascending', 'beginning', 28, 3, 4],
	['bare', 3000, 'descending', 'now', 43, 18, 18],
	['bare', 3000, 'descending', 'date', 43, 18, 18],
	['bare', 3000, 'descending', 'beginning', 40, 18, 18],
	['bare', 3000, 'byRecipient', 'now', 54, 18, 18],
	['bare', 3000, 'byRecipient', 'date', 54, 18, 18],
	['bare', 3000, 'byRecipient', 'beginning', 51, 18, 18],
];

const listsAsked = ({ requests }: EncompassSandbox, from: number) =>
	requests.slice(from).filter(({ path }) => path.includes('/opens')).length;

it.each(MOST)(
	'of %s lists of %i rows, %s, from %s, at most %i requests are made at first, %i where nothing is new, %i with a row',
	async (listBody, opens, order, startFrom, first, quiet, withRow) => {
		jest.setSystemTime(START);
		const sandbox = await startSandbox({
			encompass: {
				...{ messages: MESSAGES, opens, recipients: 300, clicks: 0, bounces: 0 },
				...{ start: new Date(START - 8 * DAY_MS), end: new Date(START - 3_600_000) },
				switches: { order, listBody },
			},
		});
		const { encompass } = sandbox;
		const host = new Host({
			...{ mode: 'durable', credentials: encompassAt(encompass) },
			parameters: {
				...{ event: 'opened', startFrom },
				startDate: new Date(START - 2 * DAY_MS).toISOString(),
			},
		});
		const asked: number[] = [];
		const count = async (poll: () => Promise<void>) => {
			const before = encompass.requests.length;
			await poll();
			asked.push(listsAsked(encompass, before));
		};
		await count(async () => await host.activate());
		for (let poll = 0; poll < 2; poll++) await count(async () => await host.tick());
		const given = host.emitted.length;
		jest.setSystemTime(Date.now() + 600_000);
		encompass.add.open({ messageId: encompass.data.messages[0]!.id });
		await count(async () => await host.tick());
		expect(host.emitted).toHaveLength(given + 1);
		await count(async () => await host.tick());
		await sandbox.close();
		const most = [first, quiet, quiet, withRow, quiet];
		asked.forEach((requests, poll) =>
			expect([poll, requests]).toEqual([poll, Math.min(requests, most[poll]!)]),
		);
	},
);
