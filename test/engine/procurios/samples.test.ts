import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import clicks from '../../samples/procurios/clicks.json';
import emailClicks from '../../samples/procurios/email-clicks.json';
import emailOpens from '../../samples/procurios/email-opens.json';
import emailRecipients from '../../samples/procurios/email-recipients.json';
import emails from '../../samples/procurios/emails.json';
import opens from '../../samples/procurios/opens.json';
import recipients from '../../samples/procurios/recipients.json';
import { procuriosAt } from '../credentials';
import { runNode } from '../engine';

const TRACKING = '/l/email_api/tracking';

/** The vendor's own samples, word for word, where its document says that they are. */
const SAMPLES: Record<string, IDataObject> = {
	[`${TRACKING}/emails`]: emails,
	[`${TRACKING}/recipients`]: recipients,
	[`${TRACKING}/opens`]: opens,
	[`${TRACKING}/clicks`]: clicks,
	[`${TRACKING}/42/recipients`]: emailRecipients,
	[`${TRACKING}/42/opens`]: emailOpens,
	[`${TRACKING}/42/clicks`]: emailClicks,
};

let server: Server;
const asked: string[] = [];

beforeAll(async () => {
	server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		if (request.method === 'POST') {
			response.end(JSON.stringify({ access_token: 'sample-token' }));
			return;
		}
		const [path = '', query] = request.url!.split('?');
		asked.push(request.url!);
		const sample = SAMPLES[path]!;
		const key = Object.keys(sample)[0]!;
		// The samples begin the list; the last row of the sample ends it.
		const rows = sample[key] as IDataObject[];
		const from = 1 + rows.map(cursorOf).lastIndexOf(query ?? '');
		response.end(JSON.stringify({ ...sample, [key]: rows.slice(from) }));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => server.close());

/** As the document says to compose it, encoded for a query. */
function cursorOf({ trackingId, lastUpdate, date, trackingCode, location }: IDataObject): string {
	const parts =
		date !== undefined
			? [date, trackingCode, location]
			: lastUpdate !== undefined
				? [lastUpdate, trackingCode]
				: [trackingId];
	return `after=${encodeURIComponent(parts.join('_'))}`;
}

it.each([
	['email', undefined, emails.emails],
	['recipient', undefined, recipients.recipients],
	['open', undefined, opens.opens],
	['click', undefined, clicks.clicks],
	['recipient', '42', emailRecipients.recipients],
	['open', '42', emailOpens.opens],
	['click', '42', emailClicks.clicks],
])("the document's sample of %s (e-mail %s) comes out as it is", async (resource, id, rows) => {
	const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const { items, error } = await runNode({
		credentials: procuriosAt({ siteUrl }),
		parameters: {
			resource,
			operation: 'getAll',
			returnAll: true,
			...(id ? { emailScope: 'one', emailId: { __rl: true, mode: 'id', value: id } } : {}),
		},
	});
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json)).toEqual(rows);
	// The cursor of the last row in the sample, as the vendor's own next link has it.
	expect(asked.at(-1)).toMatch(/\?after=/);
});

it('sends the cursor of a click as the document composes it', () => {
	expect(asked).toContain(
		`${TRACKING}/clicks?after=2025-02-06T11%3A05%3A55%2B00%3A00_211513f6-faee-4c62-92e3-357e630cb59e_753b35cc70e2870d79565c83dfb919038970b52d`,
	);
});
