import {
	type ProcuriosOptions,
	type Sandbox,
	startSandbox,
	type ProcuriosSwitchChanges,
} from '../../../sandbox';
import { procuriosAt } from '../credentials';
import { runNode } from '../engine';

/** What the vendor leaves open: whichever way it is, the result must be the same. */
const READINGS: Array<[string, ProcuriosSwitchChanges, Partial<ProcuriosOptions>?]> = [
	['the body of links is { links }', { linksBody: 'links' }],
	['the body of links has another key', { linksBody: 'other' }],
	['the body of links is a bare array', { linksBody: 'bare' }],
	['tokens do not say when they expire', { token: { expiresIn: false } }],
	['tokens do not say their type', { token: { tokenType: false } }],
	['client credentials give a refresh token', { token: { refreshToken: 'all' } }],
	['client credentials need no scope', { scopeRequired: false }],
	['the last page has a next link', { nextOnLastPage: 'always' }],
	['the empty page has none', { nextOnLastPage: 'untilEmpty' }],
	[
		'the empty page has none, in an empty array',
		{ nextOnLastPage: 'untilEmpty', emptyLinks: 'array' },
	],
	['the last page with rows has none', { nextOnLastPage: 'onlyWhenMore' }],
	['the last page has an array of links', { nextOnLastPage: 'onlyWhenMore', emptyLinks: 'array' }],
	['the cursor of clicks knows the link', { nextCursorHasLinkId: true }],
	['rows of one position come in any order', { tieOrder: 'shuffled' }],
	['a cursor must be that of a row', { unknownCursor: 'lookup' }],
	['links have their + and : encoded', { hrefs: 'encoded' }],
	['text beyond ASCII comes as it is', { unicode: 'utf8' }],
	['codes are sorted by their swapped bytes', {}, { codeOrder: 'swapped' }],
	['bot events move a recipient', { botEventsMoveLastUpdate: true }],
];

const bag = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe.each(READINGS)('if %s', (_reading, switches, options) => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({
			procurios: { opens: 800, pageSize: { emails: 5, others: 60 }, switches, ...options },
		});
	});
	afterAll(async () => await sandbox.close());

	it.each(['email', 'recipient', 'open', 'click', 'link'] as const)(
		'every %s comes once',
		async (resource) => {
			const { trackingId } = sandbox.procurios.data.emails[0]!;
			const { items, error } = await runNode({
				credentials: procuriosAt(sandbox.procurios),
				parameters: {
					resource,
					operation: 'getAll',
					returnAll: true,
					emailId: { __rl: true, mode: 'id', value: String(trackingId) },
				},
			});
			expect(error).toBeUndefined();
			const { data } = sandbox.procurios;
			const expected = resource === 'link' ? data.linksOf(trackingId) : data[`${resource}s`];
			expect(bag(items.map(({ json }) => json))).toEqual(bag(expected));
		},
	);
});

describe('if pages may be shorter than the maximum', () => {
	it('a short page ends no list', async () => {
		const sandbox = await startSandbox({
			procurios: { opens: 800, clicks: 0, switches: { shortPages: true } },
		});
		const { items } = await runNode({
			credentials: procuriosAt(sandbox.procurios),
			parameters: { resource: 'recipient', operation: 'getAll', returnAll: true },
		});
		expect(items.map(({ json }) => json)).toEqual(sandbox.procurios.data.recipients);
		await sandbox.close();
	});
});
