import type { Sandbox } from '../../sandbox';
import { vendorTime } from '../../sandbox/copernica/time';
import type { Credential, CredentialData, N8nClient } from '../../scripts/n8n/client';
import {
	copernicaCredential,
	copernicaLogin,
	encompassCredential,
	encompassLogin,
	iovoxCredential,
	iovoxLogin,
	procuriosCredential,
	procuriosLogin,
} from './shared';

/** What the editor shows of a service. */
export interface EditorCase {
	vendor: string;
	login(sandbox: Sandbox): CredentialData;
	wrong: CredentialData;
	credential(client: N8nClient, data: CredentialData): Promise<Credential>;
	pull: {
		example: string;
		node: string;
		fields: Record<string, string>;
		items: string;
	};
	resources: string[];
	/** Of the same list: its operations, the fields of its export, and the file that comes of it. */
	exported: { operations: string[]; fields: string[]; file: string };
	/** Where something is made: the fields, how far down they go, and what executing them makes. */
	send?: {
		example: string;
		node: string;
		fields: Record<string, string>;
		last: string;
		made(sandbox: Sandbox): number;
	};
	/** The field that has to say something else for the picker to be shown, and what it shows first. */
	picker?: { parameter: string; option: string; newest(sandbox: Sandbox): string[] };
	trigger: {
		example: string;
		node: string;
		fields: Record<string, string>;
		/** The field that offers the events, if it is not `event`. */
		eventField?: string;
		events: string[];
		/** Some of the first test event. */
		sample(sandbox: Sandbox): string;
	};
	/** What the node is looked for by, and the name that it is found under. */
	words: string[];
	name: string;
}

export const cases: EditorCase[] = [
	{
		vendor: 'procurios',
		login: procuriosLogin,
		wrong: { clientSecret: 'not-the-secret' },
		credential: procuriosCredential,
		pull: {
			example: 'procurios-pull-all-opens',
			node: 'Get all opens',
			fields: { resource: 'Open', operation: 'Get Many' },
			items: '120 items',
		},
		resources: ['Click', 'E-Mail', 'Link', 'Open', 'Recipient'],
		exported: {
			operations: ['Export to File', 'Get Many'],
			fields: ['From', 'Return All', 'Format', 'Traffic', 'Output', 'Options'],
			file: 'procurios-opens-00001.ndjson',
		},
		picker: {
			parameter: 'emailScope',
			option: 'One E-Mail',
			newest({ procurios }) {
				const { subject, trackingId } = procurios.data.emails.at(-1)!;
				return [subject, String(trackingId)];
			},
		},
		trigger: {
			example: 'procurios-on-open',
			node: 'When an e-mail is opened',
			fields: { event: 'E-Mail Opened', traffic: 'Human', startFrom: 'Now' },
			events: [
				'E-Mail Bounced',
				'E-Mail Opened',
				'E-Mail Sent',
				'Link Clicked',
				'New E-Mail',
				'Recipient Updated',
				'Unsubscribed',
			],
			sample: ({ procurios }) =>
				procurios.data.opens.filter(({ bot }) => !bot).at(-10)!.trackingCode,
		},
		words: ['Procurios', 'email tracking'],
		name: 'Procurios',
	},
	{
		vendor: 'encompass',
		login: encompassLogin,
		wrong: { apiKey: 'not-the-key' },
		credential: encompassCredential,
		pull: {
			example: 'encompass-message-activity',
			node: 'Get messages',
			fields: { resource: 'Message', operation: 'Get Many' },
			items: '5 items',
		},
		resources: ['Bounce', 'Click', 'Delivery', 'Link', 'Message', 'Open', 'Recipient'],
		exported: {
			operations: ['Export Activity to File', 'Export to File', 'Get', 'Get Activity', 'Get Many'],
			fields: ['Return All', 'Format', 'Filters', 'Options'],
			file: 'encompass-messages-00001.ndjson',
		},
		picker: {
			parameter: 'resource',
			option: 'Open',
			newest({ encompass }) {
				const { emailName, actualSendTimestamp } = encompass.data.messages.at(-1)!;
				return [emailName, new Date(actualSendTimestamp!).toISOString().slice(0, 10)];
			},
		},
		trigger: {
			example: 'encompass-on-open',
			node: 'When a message is opened',
			fields: {
				event: 'Message Opened',
				messageScope: 'All Messages',
				watchedDays: '30',
				startFrom: 'Now',
			},
			events: [
				'Link Clicked',
				'Message Bounced',
				'Message Delivered',
				'Message Opened',
				'New Message',
			],
			sample({ encompass: { data } }) {
				const opens = data.opensOf(data.messages.at(-1)!.id);
				return String(opens.at(-10)!.recipientId);
			},
		},
		words: ['Anthology', 'Encompass', 'iModules', 'email tracking'],
		name: 'Anthology Encompass',
	},
	{
		vendor: 'iovox',
		login: iovoxLogin,
		wrong: { apiKey: 'not-the-key' },
		credential: iovoxCredential,
		pull: {
			example: 'iovox-search',
			node: 'Get all e-mails',
			fields: { resource: 'E-Mail', operation: 'Get Many' },
			items: '200 items',
		},
		resources: ['E-Mail', 'Proxy Address'],
		exported: {
			operations: ['Export to File', 'Get', 'Get Conversation', 'Get Many', 'Send'],
			fields: ['Return All', 'Format', 'Filters', 'Sort', 'Output', 'Options'],
			file: 'iovox-e-mails-00001.ndjson',
		},
		send: {
			example: 'iovox-send',
			node: 'Send the e-mail',
			fields: {
				resource: 'E-Mail',
				operation: 'Send',
				senderAddress: 'sales@example.com',
				senderName: 'Sales Desk',
				subject: 'Your test drive',
			},
			last: 'MIME Type',
			made: ({ iovox }) => iovox.sentMails.length,
		},
		trigger: {
			example: 'iovox-on-read',
			node: 'When an e-mail is read',
			fields: { event: 'E-Mail Read', lookBackDays: '7', startFrom: 'Now' },
			events: [
				'Conversation Activity',
				'Disposition Changed',
				'E-Mail Bounced or Failed',
				'E-Mail Read',
				'E-Mail Sent',
				'New E-Mail',
			],
			sample({ iovox: { data } }) {
				const readAt = ({ read_first_date = '' }) => read_first_date;
				const read = data.mails
					.filter(readAt)
					.sort((one, other) => readAt(one).localeCompare(readAt(other)));
				return read.at(-10)!.message_id;
			},
		},
		words: ['iovox', 'proxy address', 'email tracking'],
		name: 'Iovox',
	},
	{
		vendor: 'copernica',
		login: (sandbox) => copernicaLogin(sandbox),
		wrong: { apiToken: 'not-the-token' },
		credential: copernicaCredential,
		pull: {
			example: 'copernica-clicks-with-address',
			node: 'Get all clicks',
			fields: {
				resource: 'Click',
				operation: 'Get Many',
				product: 'Marketing Suite',
				scope: 'All Emailings',
				output: 'Tracking Event',
			},
			items: '150 items',
		},
		resources: [
			...['Account', 'Bounce', 'Click', 'Complaint', 'Delivery', 'Destination', 'Emailing'],
			...['Message Event', 'Open', 'Profile', 'Unsubscribe'],
		],
		exported: {
			operations: ['Export to File', 'Get Many'],
			fields: ['Product', 'From', 'Return All', 'Format', 'Filters', 'Output', 'Options'],
			file: 'copernica-clicks-00001.ndjson',
		},
		picker: {
			parameter: 'scope',
			option: 'One Emailing',
			newest({ copernica }) {
				const emailings = copernica.data.emailings('ms');
				const { subject, timestamp } = emailings.reduce((newest, each) =>
					each.timestamp > newest.timestamp ? each : newest,
				);
				return [subject, vendorTime(timestamp, 'Europe/Amsterdam').slice(0, 10)];
			},
		},
		trigger: {
			example: 'copernica-on-click',
			node: 'When something happens',
			fields: { scope: 'All Emailings', product: 'Both', startFrom: 'Now' },
			eventField: 'events',
			events: [
				'Complaint',
				'E-Mail Bounced',
				'E-Mail Delivered',
				'E-Mail Opened',
				'Link Clicked',
				'New Emailing',
				'Unsubscribed',
			],
			sample({ copernica: { data } }) {
				const first = [
					...data.events('ms', 'click'),
					...data.events('publisher', 'click'),
					...data.events('ms', 'error'),
				];
				const times = first.map(({ timestamp }) => timestamp).sort((one, other) => one - other);
				return new Date(times.at(-10)!).toISOString();
			},
		},
		words: ['Copernica', 'Marketing Suite', 'Publisher', 'email tracking'],
		name: 'Copernica',
	},
];
