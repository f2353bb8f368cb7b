import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type {
	CopernicaSandbox,
	EncompassSandbox,
	IovoxSandbox,
	ProcuriosSandbox,
	Sandbox,
} from '../../sandbox';
import type { Credential, N8nClient } from '../../scripts/n8n/client';
import {
	copernicaCredential,
	copernicaLogin,
	encompassCredential,
	encompassLogin,
	iovoxCredential,
	iovoxLogin,
	procuriosCredential,
	procuriosLogin,
} from '../n8n/shared';

/** A trigger that starts with whatever is opened, and what it follows. */
export interface FollowingTrigger {
	node: string;
	vendor: keyof Pick<Sandbox, 'procurios' | 'encompass' | 'iovox' | 'copernica'>;
	credential(client: N8nClient, sandbox: Sandbox): Promise<Credential>;
	/** Which event it is, and the other fields. */
	parameters: INodeParameters;
	/** In the path of what a poll asks for. */
	list: string;
	/** Somebody opens something. */
	happen(sandbox: Sandbox): void;
	/** What was opened since the start, as it is in the vendor's list. */
	written(sandbox: Sandbox): object[];
	/** The same of an event that the trigger gave out. */
	recordOf(event: IDataObject): object;
}

export type VendorSandbox = ProcuriosSandbox | EncompassSandbox | IovoxSandbox | CopernicaSandbox;

export const triggers: readonly FollowingTrigger[] = [
	{
		node: 'procuriosTrigger',
		vendor: 'procurios',
		credential: async (client, sandbox) =>
			await procuriosCredential(client, procuriosLogin(sandbox)),
		parameters: { event: 'opened', traffic: 'all' },
		list: '/opens',
		happen: ({ procurios }) => procurios.add.open(),
		written: ({ procurios }) =>
			procurios.history.filter(({ kind }) => kind === 'open').map(({ row }) => row),
		recordOf: ({ raw }) => raw as object,
	},
	{
		node: 'encompassTrigger',
		vendor: 'encompass',
		credential: async (client, sandbox) =>
			await encompassCredential(client, encompassLogin(sandbox)),
		parameters: { event: 'opened', messageScope: 'all' },
		list: '/opens',
		happen: ({ encompass }) => encompass.add.open(),
		written: ({ encompass }) =>
			encompass.history
				.filter(({ kind }) => kind === 'open')
				.map(({ row, messageId }) => ({ ...row, messageId })),
		recordOf({ raw }) {
			const { message, ...row } = raw as IDataObject;
			expect(message).toBeDefined();
			return row;
		},
	},
	{
		node: 'iovoxTrigger',
		vendor: 'iovox',
		credential: async (client, sandbox) => await iovoxCredential(client, iovoxLogin(sandbox)),
		parameters: { event: 'read', lookBackDays: 7 },
		list: '/email/search',
		happen: ({ iovox }) => readOne(iovox),
		written: ({ iovox }) =>
			iovox.history
				.filter(({ event }) => event === 'read')
				.map(({ message_id }) => iovox.data.mail(message_id)!),
		recordOf: ({ raw }) => raw as object,
	},
	{
		node: 'copernicaTrigger',
		vendor: 'copernica',
		credential: async (client, sandbox) =>
			await copernicaCredential(client, copernicaLogin(sandbox)),
		parameters: { events: ['click', 'open'], scope: 'account', product: 'both' },
		list: '/clicks',
		happen: ({ copernica }) => reactOnce(copernica),
		written: ({ copernica }) =>
			copernica.history.flatMap(({ kind, product, row }) =>
				kind === 'click' || kind === 'impression'
					? [{ kind, product, id: String(row.id), destination: String(row.destination) }]
					: [],
			),
		recordOf({ type, raw }) {
			// Marketing Suite calls it a mailing, Publisher an emailing.
			const { ID: id, destination, mailing } = raw as IDataObject;
			const product = mailing === undefined ? 'publisher' : 'ms';
			return { kind: type === 'clicked' ? 'click' : 'impression', product, id, destination };
		},
	},
];

const DAY_MS = 86_400_000;

/** By turns, a mail that has been there for days is read for the first time, and one that comes in. */
function readOne(iovox: IovoxSandbox): void {
	const isOld = iovox.history.filter(({ event }) => event === 'read').length % 2 === 0;
	const recent = new Date(Date.now() - 6 * DAY_MS).toISOString().slice(0, 19).replace('T', ' ');
	const unread = isOld
		? iovox.data.mails.find(
				({ receive_date, disposition, read_disposition }) =>
					receive_date > recent && disposition === 'sent' && read_disposition === 'unread',
			)
		: iovox.add.mail({ disposition: 'sent' });
	iovox.add.change(unread!.message_id, { read: true });
}

/** By turns, somebody clicks and opens, with one product and the other; each third is written late. */
function reactOnce({ add, history }: CopernicaSandbox): void {
	const count = history.length;
	const kind = count % 2 === 0 ? 'click' : 'impression';
	const timestamp = Date.now() - (count % 3 === 0 ? 20_000 : 0);
	add[kind]({ product: count % 4 < 2 ? 'ms' : 'publisher', timestamp });
}
