import { type IovoxSandbox, type Sandbox, startSandbox } from '../../../sandbox';
import { iovoxAt } from '../credentials';
import { searchLinks } from '../engine';
import { run } from './site';

let sandbox: Sandbox;
let iovox: IovoxSandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ iovox: { mails: 300, links: 6 } });
	({ iovox } = sandbox);
});
afterAll(async () => await sandbox.close());

it('offers each link of the newest e-mails once, by its name, the one used last first', async () => {
	const { results } = await searchLinks(iovoxAt(iovox));
	const { link_id, link_name } = iovox.data.mails.at(-1)!;
	expect(results[0]).toMatchObject({ name: `${link_name} (${link_id})`, value: link_id });
	expect(results.map(({ value }) => value).sort()).toEqual(
		iovox.data.links.map((link) => link.link_id).sort(),
	);
});

it('looks for names and IDs', async () => {
	const { link_id, link_name } = iovox.data.links[0]!;
	for (const text of [link_id, link_name.toUpperCase()]) {
		const { results } = await searchLinks(iovoxAt(iovox), text);
		expect(results.map(({ value }) => value)).toContain(link_id);
	}
});

it.each(['list', 'id'])('sends on a link that was chosen (%s)', async (mode) => {
	const { link_id: value } = iovox.data.links[2]!;
	const { error } = await run(iovox, {
		resource: 'email',
		operation: 'send',
		linkId: { __rl: true, mode, value },
		senderAddress: 'sales@example.com',
		recipientAddress: 'kim@example.org',
		subject: 'Your test drive',
		textContent: 'Friday',
	});
	expect(error).toBeUndefined();
	expect(iovox.sentMails.at(-1)!.request.link_id).toBe(value);
});
