import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { PRODUCTS, RESOURCES as COPERNICA_EVENTS } from '../copernica/site';
import {
	copernicaAt,
	encompassAt,
	iovoxAt,
	type MemoryCredentials,
	procuriosAt,
} from '../credentials';
import { RESOURCES as OF_MESSAGE } from '../encompass/site';

/** A list that can be exported. */
export interface ExportedList {
	readonly name: string;
	/** The folder of the vendor. */
	readonly vendor: 'Procurios' | 'Iovox' | 'Encompass' | 'Copernica';
	/** The name of the list in names of files. */
	readonly file: string;
	/** The operation that gives it as items. */
	readonly operation: 'getAll' | 'getActivity';
	readonly parameters: (sandbox: Sandbox) => INodeParameters;
	readonly credentials: (sandbox: Sandbox) => MemoryCredentials;
	readonly hasEvents: boolean;
	readonly hasCursor: boolean;
	/** How many records a page has at most, where `startLists` started the sandbox. */
	readonly pageSize: number;
	/** When a record happened; absent where records of the list do not happen. */
	readonly timeOf?: (record: IDataObject) => DateTime;
}

/** How many records the vendors of `startLists` give at once. */
export const PAGE = 20;

/** All four vendors; pages are short, and many records share a second. */
export async function startLists(): Promise<Sandbox> {
	const times = { start: '2026-02-03T09:00:00Z', end: '2026-02-03T09:00:40Z' };
	const sandbox = await startSandbox({
		procurios: { ...times, opens: 130, emails: 23, pageSize: { emails: PAGE, others: PAGE } },
		iovox: { ...times, mails: 130, failShare: 0.2, conversationShare: 0.4 },
		encompass: { messages: 23, recipients: 70, opens: 90, bounces: 24, links: 16 },
		copernica: {
			emailings: 23,
			errors: 30,
			abuses: 24,
			unsubscribes: 24,
			impressions: 70,
			clicks: 50,
			destinations: 60,
		},
	});
	sandbox.encompass.setSwitches({ pageCap: PAGE });
	sandbox.copernica.setSwitches({ pageCap: PAGE });
	return sandbox;
}

export const byId = (id: unknown) => ({ __rl: true, mode: 'id', value: String(id) });
const day = (days: number) => DateTime.utc().plus({ days }).toISODate();

const utc = (text: unknown) => DateTime.fromISO(String(text), { zone: 'utc' });
const epoch = (ms: unknown) => DateTime.fromMillis(Number(ms), { zone: 'utc' });
const wall = (text: unknown) =>
	DateTime.fromSQL(String(text), { zone: 'Europe/Amsterdam' }).toUTC();

const ofProcurios = (
	resource: string,
	file: string,
	more: Partial<ExportedList> = {},
	parameters: (sandbox: Sandbox) => INodeParameters = () => ({}),
): ExportedList => ({
	...{ name: `Procurios ${resource}`, vendor: 'Procurios', file, operation: 'getAll' },
	...{ hasEvents: false, hasCursor: true, pageSize: PAGE },
	parameters: (sandbox) => ({ resource, emailScope: 'all', ...parameters(sandbox) }),
	credentials: (sandbox) => procuriosAt(sandbox.procurios),
	...more,
});

const mostOpened = ({ procurios: { data } }: Sandbox) => {
	const count = (id: number) => data.opens.filter(({ trackingId }) => trackingId === id).length;
	const ids = data.emails.map(({ trackingId }) => trackingId);
	return ids.sort((a, b) => count(b) - count(a))[0]!;
};

const procurios: ExportedList[] = [
	ofProcurios('email', 'e-mails'),
	ofProcurios('recipient', 'recipients', {
		hasEvents: true,
		timeOf: ({ lastUpdate }) => utc(lastUpdate),
	}),
	ofProcurios('open', 'opens', { hasEvents: true, timeOf: ({ date }) => utc(date) }),
	ofProcurios('click', 'clicks', { hasEvents: true, timeOf: ({ date }) => utc(date) }),
	ofProcurios(
		'click',
		'clicks',
		{
			...{ name: 'Procurios click of people', hasEvents: true },
			timeOf: ({ date }) => utc(date),
		},
		() => ({ traffic: 'human' }),
	),
	ofProcurios(
		'open',
		'opens',
		{ name: 'Procurios open of one e-mail', hasEvents: true, timeOf: ({ date }) => utc(date) },
		(sandbox) => ({ emailScope: 'one', emailId: byId(mostOpened(sandbox)) }),
	),
	ofProcurios('link', 'links', { hasCursor: false, pageSize: Infinity }, ({ procurios }) => ({
		emailId: byId(procurios.data.emails[0]!.trackingId),
	})),
];

const ofIovox = (name: string, more: INodeParameters = {}): ExportedList => ({
	...{ name: `iovox ${name}`, vendor: 'Iovox', file: 'e-mails', operation: 'getAll' },
	...{ hasEvents: true, hasCursor: true, pageSize: PAGE },
	parameters: () => ({ resource: 'email', options: { pageSize: PAGE }, ...more }),
	credentials: ({ iovox }) => iovoxAt(iovox),
	timeOf: ({ receive_date }) => DateTime.fromSQL(String(receive_date), { zone: 'utc' }),
});

const sortedBy = (field: string, direction: string) => ({ fields: [{ field, direction }] });

const iovox: ExportedList[] = [
	ofIovox('e-mail'),
	ofIovox('e-mail, latest first', { sort: sortedBy('receive_date', 'DESC') }),
	// What is in the list changes while it is read: it is read from place to place.
	ofIovox('unread e-mail', { filters: { readDisposition: 'unread' } }),
	{
		...ofIovox('e-mail by disposition', { sort: sortedBy('disposition', 'ASC') }),
		hasCursor: false,
		// It is read whole, and sorted.
		pageSize: Infinity,
	},
];

const ofEncompass = (
	resource: string,
	more: Partial<ExportedList> & Pick<ExportedList, 'file'>,
): ExportedList => ({
	...{ name: `Encompass ${resource}`, vendor: 'Encompass', operation: 'getAll' },
	...{ hasEvents: false, hasCursor: true, pageSize: PAGE },
	parameters: ({ encompass }) => ({ resource, messageId: byId(encompass.data.messages[0]!.id) }),
	credentials: ({ encompass }) => encompassAt(encompass),
	...more,
});

const ENCOMPASS_FILES = {
	...{ recipient: 'recipients', delivery: 'deliveries', open: 'opens' },
	...{ click: 'clicks', bounce: 'bounces', link: 'links' },
};

const encompass: ExportedList[] = [
	ofEncompass('message', {
		file: 'messages',
		parameters: () => ({ resource: 'message' }),
		timeOf: ({ actualSendTimestamp, scheduledDateTimestamp }) =>
			epoch(actualSendTimestamp ?? scheduledDateTimestamp),
	}),
	...OF_MESSAGE.map((resource) => {
		const hasEvents = resource !== 'recipient' && resource !== 'link';
		const file = ENCOMPASS_FILES[resource];
		if (hasEvents) {
			return ofEncompass(resource, {
				file,
				hasEvents,
				timeOf: ({ timestamp }) => epoch(timestamp),
			});
		}
		if (resource === 'link') return ofEncompass(resource, { file, pageSize: Infinity });
		return ofEncompass(resource, { file, timeOf: ({ dateAdded }) => epoch(dateAdded) });
	}),
	ofEncompass('message', {
		...{ name: 'Encompass activity of a message', file: 'recipients' },
		...{ operation: 'getActivity', hasCursor: false },
		timeOf: ({ dateAdded }) => epoch(dateAdded),
	}),
];

const ofCopernica = (
	resource: string,
	more: Partial<ExportedList> & Pick<ExportedList, 'file'>,
	product?: string,
): ExportedList => ({
	name: ['Copernica', resource, ...(product ? ['of', product] : [])].join(' '),
	...{
		vendor: 'Copernica',
		operation: 'getAll',
		hasEvents: false,
		hasCursor: true,
		pageSize: PAGE,
	},
	parameters: () => ({ resource, ...(product ? { product, scope: 'account' } : {}) }),
	credentials: ({ copernica }) => copernicaAt(copernica, { version: 'v4' }),
	timeOf: ({ timestamp, timestampsent }) => wall(timestamp ?? timestampsent),
	...more,
});

const COPERNICA_FILES = {
	...{ bounce: 'bounces', click: 'clicks', complaint: 'complaints', delivery: 'deliveries' },
	...{ open: 'opens', unsubscribe: 'unsubscribes' },
};

const copernica: ExportedList[] = [
	...PRODUCTS.flatMap((product) => [
		ofCopernica('emailing', { file: 'emailings' }, product),
		ofCopernica('destination', { file: 'destinations' }, product),
		...COPERNICA_EVENTS.map((resource) =>
			ofCopernica(resource, { file: COPERNICA_FILES[resource], hasEvents: true }, product),
		),
	]),
	ofCopernica('messageEvent', {
		...{ file: 'message-events', hasEvents: true },
		// All of a window of days comes at once.
		pageSize: Infinity,
		parameters: ({ copernica: { data } }) => ({
			resource: 'messageEvent',
			...{ subject: 'template', subjectId: String(data.emailings('ms')[0]!.template) },
			filters: { startDate: day(-27), endDate: day(1) },
			options: { daysAtOnce: 3 },
		}),
		credentials: ({ copernica: site }) => copernicaAt(site, { version: 'v1' }),
		timeOf: (event) => wall((event.data as IDataObject).time),
	}),
];

export const LISTS: readonly ExportedList[] = [...procurios, ...iovox, ...encompass, ...copernica];

/** For `it.each`: with the name first. */
export const named = (is: (list: ExportedList) => boolean = () => true) =>
	LISTS.filter(is).map((list) => [list.name, list] as const);

export const listOf = (name: string): ExportedList => LISTS.find((list) => list.name === name)!;
