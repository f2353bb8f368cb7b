import { inspect } from 'node:util';
import type { IDataObject, INodeParameters, NodeApiError } from 'n8n-workflow';
import type { Controllable, Fault, Sandbox, SandboxOptions } from '../../sandbox';
import {
	copernicaAt,
	encompassAt,
	iovoxAt,
	type MemoryCredentials,
	procuriosAt,
} from './credentials';

/** A login with which the workflow must not be published. */
export interface Wrong {
	readonly name: string;
	/** Of the credential. */
	readonly changes?: (sandbox: Sandbox) => IDataObject;
	readonly parameters?: INodeParameters;
	readonly switches?: object;
	readonly fault?: Fault;
	readonly says: readonly RegExp[];
	/** What n8n is told of it; that the credential is invalid, if nothing else is said. */
	readonly cause?: string;
}

/** A token that is refused; by all that were given out so far, if the switches end none of them. */
export interface Renewal {
	readonly name: string;
	readonly switches: object;
	readonly inMidPoll?: true;
}

/** How a trigger is kept from reading all at once. */
export interface Broken {
	/** How many requests are answered. */
	readonly after: number;
	/** How many events are in the answers; some, if nothing is said. */
	readonly events?: number;
	/** Where it takes other data, or fields, than those of the row. */
	readonly options?: SandboxOptions;
	readonly parameters?: INodeParameters;
	rows?(sandbox: Sandbox): readonly object[];
	/** What the log says; that it reads on, if nothing else is said. */
	readonly warns?: RegExp;
}

/** A trigger that follows one list of a vendor, and what the sandbox has of that list. */
export interface TriggerVendor {
	readonly name: string;
	readonly options: SandboxOptions;
	readonly parameters: INodeParameters;
	vendor(sandbox: Sandbox): Controllable;
	credentials(sandbox: Sandbox, changes?: IDataObject): MemoryCredentials;
	/** Ways to log in, each of which sends secrets of its own. */
	readonly logins: readonly IDataObject[];
	/** Of a row, and of what is emitted of it. */
	keyOf(row: object): string;
	/** Whether events come in the order of the list. */
	readonly isOrdered: boolean;
	/** Something that happens a second from now: of the second of the contact it cannot be known which came first. */
	happen(sandbox: Sandbox): readonly object[];
	/** All that there is. */
	rows(sandbox: Sandbox): readonly object[];
	readonly broken: Broken;
	readonly wrong: readonly Wrong[];
	/** None where the key itself is sent with each request. */
	readonly renewals: readonly Renewal[];
}

export const always = (status: number, more: Partial<Fault> = {}): Fault => ({
	...{ kind: 'status', status, times: 'always' },
	...more,
});

const soon = () => Date.now() + 1_000;
const WRONG = 'wrong+key/1234==';
const FAILED = ['undeliverable', 'received_bounced', 'expired'];

const procurios: TriggerVendor = {
	name: 'Procurios',
	options: { procurios: { opens: 60, pageSize: { others: 20 } } },
	parameters: { event: 'opened', traffic: 'all' },
	vendor: (sandbox) => sandbox.procurios,
	credentials: (sandbox, changes) => procuriosAt(sandbox.procurios, changes),
	logins: [{}],
	// A record has no ID: it is the same if all of it is.
	keyOf: (row) => JSON.stringify(row),
	isOrdered: true,
	happen: ({ procurios: { add } }) => [add.open({ date: new Date(soon()).toISOString() })],
	rows: (sandbox) => sandbox.procurios.data.opens,
	broken: {
		after: 2,
		// The last row of a page is read again with the next: others may share its place.
		events: 39,
	},
	wrong: [
		{
			name: 'a wrong secret',
			changes: () => ({ clientSecret: WRONG }),
			says: [/could not log in[^]*Client Secret/],
		},
		{
			name: 'a missing scope',
			changes: () => ({ clientId: 'no-scope-client', clientSecret: 'no-scope-secret' }),
			says: [/denies access[^]*scope email\/tracking/],
			cause: 'configuration-invalid',
		},
		{
			name: 'another version',
			fault: always(406),
			says: [/status 406[^]*version 1/],
			cause: 'configuration-invalid',
		},
		{
			name: 'a web page',
			fault: { kind: 'html', times: 'always' },
			says: [/a web page[^]*Site URL/],
			cause: 'configuration-invalid',
		},
	],
	renewals: [
		{ name: '401', switches: {} },
		{ name: '401 in mid-poll', switches: { tokenLifetimeRequests: 1 }, inMidPoll: true },
	],
};

const iovox: TriggerVendor = {
	name: 'iovox',
	options: { iovox: { mails: 40 } },
	parameters: { event: 'newEmail' },
	vendor: (sandbox) => sandbox.iovox,
	credentials: (sandbox, changes) => iovoxAt(sandbox.iovox, changes),
	logins: [{}],
	keyOf: (row) => String(Reflect.get(row, 'message_id')),
	isOrdered: false,
	happen: (sandbox) => [1, 2, 3].map(() => sandbox.iovox.add.mail({ receive_date: soon() })),
	rows: (sandbox) => sandbox.iovox.data.mails,
	broken: {
		options: { iovox: { mails: 40, failShare: 0.5 } },
		// Each is a search of its own.
		parameters: { event: 'failed', dispositions: FAILED },
		after: 1,
		rows: ({ iovox: { data } }) =>
			data.mails.filter(({ disposition }) => FAILED.includes(disposition)),
		warns: /The next poll tries again/,
	},
	wrong: ['xml401', 'json401', 'empty401', 'xml403', 'xml200'].map((refusedLogin) => ({
		name: `a login that is refused (${refusedLogin})`,
		changes: () => ({ apiKey: WRONG }),
		switches: { refusedLogin },
		says: [/User Name/, /Secure Key/, /Environment/, /IP address/],
		...(refusedLogin === 'xml403' ? { cause: 'configuration-invalid' } : {}),
	})),
	renewals: [],
};

const copernica: TriggerVendor = {
	name: 'Copernica',
	options: { copernica: { end: new Date(Date.now() - 86_400_000) } },
	parameters: { events: ['click'] },
	vendor: (sandbox) => sandbox.copernica,
	credentials: (sandbox, changes) => copernicaAt(sandbox.copernica, changes),
	logins: ['v2', 'v3', 'v4'].map((version) => ({ version })),
	keyOf: (row) => String(Reflect.get(row, 'ID') ?? Reflect.get(row, 'id')),
	isOrdered: false,
	happen: (sandbox) => [1, 2, 3].map(() => sandbox.copernica.add.click({ timestamp: soon() })),
	rows: (sandbox) => sandbox.copernica.data.events('ms', 'click'),
	broken: {
		options: { copernica: { end: new Date(Date.now() - 86_400_000), ms: { clicks: 2_500 } } },
		parameters: { options: { requestsAtOnce: 1 } },
		after: 1,
		events: 1_000,
	},
	wrong: [
		...['v1', 'v2', 'v3', 'v4'].map((version) => ({
			name: `a wrong token (${version})`,
			changes: () => ({ version, apiToken: WRONG }),
			parameters: version === 'v1' ? { scope: 'email', subjectId: 'ann@example.com' } : {},
			says: [/Token/],
		})),
		...['html', 'empty'].map((errorBody) => ({
			name: `a token that is refused without a word (${errorBody})`,
			changes: () => ({ apiToken: WRONG }),
			switches: { errorBody, expiredJwt: 401 },
			says: [],
		})),
	],
	renewals: [400, 401, 403].map((expiredJwt) => ({
		...{ name: String(expiredJwt), switches: { expiredJwt } },
	})),
};

const encompass: TriggerVendor = {
	name: 'Encompass',
	options: { encompass: { messages: 4, opens: 20 } },
	parameters: { event: 'opened' },
	vendor: (sandbox) => sandbox.encompass,
	credentials: (sandbox, changes) => encompassAt(sandbox.encompass, changes),
	logins: [{}],
	keyOf: (row) => String(Reflect.get(row, 'id')),
	isOrdered: false,
	happen: ({ encompass: { add, data } }) =>
		data.messages.map(({ id }) => add.open({ messageId: id, dateAdded: soon() })),
	rows: ({ encompass: { data } }) => data.messages.flatMap(({ id }) => data.opensOf(id)),
	broken: { after: 3, parameters: { options: { requestsAtOnce: 1 } } },
	wrong: [
		{
			name: 'a wrong key',
			changes: () => ({ apiKey: WRONG }),
			says: [/refuses the Site ID or the API Key/],
		},
		{
			name: 'a wrong region',
			changes: (sandbox) => ({ apiUrl: sandbox.encompass.canadaUrl }),
			says: [/refuses the access token[^]*Region/],
		},
		{
			name: 'no Encompass at all',
			changes: (sandbox) => ({ siteUrl: sandbox.encompass.apiUrl }),
			says: [/check the Site URL/],
		},
	],
	renewals: [401, 403].flatMap((refusedToken) => [
		{ name: String(refusedToken), switches: { refusedToken } },
		{
			name: `${refusedToken} in mid-poll`,
			switches: { refusedToken, tokenLifetimeRequests: 6 },
			inMidPoll: true as const,
		},
	]),
};

export const TRIGGERS: readonly TriggerVendor[] = [procurios, iovox, copernica, encompass];

/** What is refused. @returns undefined where it is not */
export const errorOf = async (work: Promise<unknown>) =>
	(await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	)) as NodeApiError;

const SECRETS = ['clientSecret', 'apiKey', 'apiToken', 'accessToken'];

/** Whatever of a credential nobody may see, as it is and as it is in a query. */
function secretsOf({ stored }: MemoryCredentials): string[] {
	const { access_token = '', refresh_token = '' } = (stored.oauthTokenData ?? {}) as IDataObject;
	return [...SECRETS.map((name) => stored[name] ?? ''), access_token, refresh_token]
		.map(String)
		.filter((secret) => secret !== '')
		.flatMap((secret) => [secret, encodeURIComponent(secret)]);
}

/** Nothing secret in what is shown or kept, in whatever way that is done. */
export function expectNoSecret(credentials: MemoryCredentials, ...shown: unknown[]): void {
	const secrets = secretsOf(credentials);
	expect(secrets).not.toEqual([]);
	for (const each of shown) {
		for (const text of [inspect(each, { depth: 12 }), JSON.stringify(each) ?? '', String(each)]) {
			for (const secret of secrets) expect(text).not.toContain(secret);
			expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
		}
	}
}
