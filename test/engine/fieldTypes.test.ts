import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../sandbox';
import { copernicaAt, iovoxAt, procuriosAt } from './credentials';
import { runNode } from './engine';
import { fetchTestEvent } from './host';

// What an expression gives in another type or spelling than the field's own is understood.

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		procurios: { opens: 30 },
		iovox: { mails: 30 },
		copernica: { emailings: 2, profiles: 3 },
	});
});
afterAll(async () => await sandbox.close());

const LISTS = {
	iovox: () => ({ credentials: iovoxAt(sandbox.iovox), log: sandbox.iovox, resource: 'email' }),
	copernica: () => ({
		credentials: copernicaAt(sandbox.copernica),
		log: sandbox.copernica,
		resource: 'click',
	}),
};

/** What is asked for, and given, with a value in the fields. */
async function outcome(
	list: keyof typeof LISTS,
	fields: (value: string) => INodeParameters,
	value: unknown,
) {
	const { credentials, log, resource } = LISTS[list]();
	const { length } = log.requests;
	const { items, error } = await runNode({
		credentials,
		parameters: { resource, operation: 'getAll', returnAll: true, ...fields('={{ $json.value }}') },
		items: [{ json: { value } as IDataObject }],
		timezone: 'America/New_York',
	});
	const asked = log.requests
		.slice(length)
		.map(({ path }) => path)
		.filter((path) => !/token|authenticate/.test(path));
	return { asked, json: items.map(({ json }) => json), error: error?.message };
}

const date = (value: string) => ({ filters: { startDate: value } });

it.each<[keyof typeof LISTS, (value: string) => INodeParameters, unknown, unknown]>([
	['iovox', date, '2026-02-03 09:00', '2026-02-03T14:00:00Z'],
	['iovox', date, ' 2026-02-03T09:00:00.000+0100 ', '2026-02-03T08:00:00Z'],
	['iovox', date, new Date('2026-02-03T08:00:00Z'), '2026-02-03T08:00:00Z'],
	['iovox', date, '2026-02-03', '2026-02-03T05:00:00Z'],
	['iovox', date, null, ''],
	['iovox', (value) => ({ filters: { linkId: value } }), ' 5 ', 5],
	['iovox', (value) => ({ filters: { linkId: value } }), undefined, ''],
	['iovox', (value) => ({ returnAll: false, limit: value }), ' 5 ', 5],
	[
		'iovox',
		(value) => ({ options: { fields: value } }),
		'link_id, disposition',
		['link_id', 'disposition'],
	],
	['copernica', (value) => ({ filters: { unique: value } }), 'true', true],
	['copernica', (value) => ({ filters: { unique: value } }), '', false],
])('%s %s: %j is %j', async (list, fields, value, same) => {
	const [one, other] = [await outcome(list, fields, value), await outcome(list, fields, same)];
	expect(one.error).toBeUndefined();
	expect(one).toEqual(other);
});

it.each<[IDataObject, RegExp]>([
	[{ event: 'bounce' }, /^Event "bounce" is no choice/],
	[{ output: 'events' }, /^Output "events" is no choice/],
	[{ traffic: '5' }, /^Traffic "5" is no choice/],
	[
		{ emailScope: 'one', emailId: { __rl: true, mode: 'id', value: '={{ "5\\ud800" }}' } },
		/^E-Mail /,
	],
	[{ emailScope: 'one', emailId: { __rl: true, mode: 'url', value: '={{ 5.5 }}' } }, /^E-Mail /],
	[
		{ emailScope: 'one', emailId: { __rl: true, mode: 'url', value: 'https://example.org' } },
		/^E-Mail "https:\/\/example.org" is no ID/,
	],
])('a trigger with %j says which field it is', async (parameters, message) => {
	const asked = sandbox.procurios.requests.length;
	await expect(
		fetchTestEvent({
			credentials: procuriosAt(sandbox.procurios),
			parameters: parameters as INodeParameters,
		}),
	).rejects.toThrow(message);
	expect(sandbox.procurios.requests).toHaveLength(asked);
});

it('a trigger whose Traffic is empty follows people, as its default says', async () => {
	const botsWith = async (traffic: string | null) => {
		const events = await fetchTestEvent({
			credentials: procuriosAt(sandbox.procurios),
			parameters: { event: 'opened', traffic } as INodeParameters,
		});
		return new Set(events.map(({ json }) => json.bot));
	};
	expect(await botsWith('all')).toEqual(new Set([true, false]));
	expect(await botsWith(null)).toEqual(new Set([false]));
});
