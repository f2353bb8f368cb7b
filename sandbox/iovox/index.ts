import type { FastifyInstance } from 'fastify';

import type { LiveOptions } from '../live';
import { VendorSandbox } from '../vendorSandbox';
import { actionsOf } from './actions';
import { Changes } from './changes';
import { generate } from './data/generate';
import { ACCOUNT } from './guard';
import type { HistoryEntry } from './history';
import { IovoxLive } from './live';
import { siteOf, type IovoxOptions, type Site } from './options';
import { Outbox, type SentMail } from './outbox';
import { registerIovox } from './plugin';
import type { LinkRow, MailRow, ProxyRow } from './rows';
import type { Store } from './store';
import { ALLOWED, defaultSwitches, type IovoxSwitches } from './switches';

/** What the account holds now. For reading only. */
export interface IovoxData {
	/** By the time of receiving; those of one second as they came in. */
	readonly mails: readonly MailRow[];
	readonly links: readonly LinkRow[];
	/** Addresses that were asked for without a mail. */
	readonly proxies: readonly ProxyRow[];
	mail(messageId: string): MailRow | undefined;
}

/** A customer's account of iovox on loopback, with the e-mail part of the REST API. */
export class IovoxSandbox extends VendorSandbox<Site, IovoxSwitches, HistoryEntry> {
	/** What both headers of a request must say. */
	readonly username = ACCOUNT.username;
	readonly secureKey = ACCOUNT.secureKey;
	/** Puts mails into the account now, also ones of other times, and lets things happen to them. */
	readonly add: Changes;
	readonly data: IovoxData;
	/** `sent` for other processes. */
	readonly actions = actionsOf(this);
	private readonly store: Store;
	private readonly outbox: Outbox;

	constructor(options: Partial<IovoxOptions> = {}) {
		super(siteOf(options), defaultSwitches(), ALLOWED, options);
		const { now } = this.site;
		const { store, makers } = generate(this.site);
		this.store = store;
		this.add = new Changes({ store, history: this.past, makers, now });
		this.outbox = new Outbox(store, this.add, makers);
		this.data = dataOf(store);
	}

	/** The root of the API. */
	get apiUrl(): string {
		return `${this.baseUrl}/rest/v1`;
	}

	get facts() {
		const { apiUrl, username, secureKey } = this;
		return { apiUrl, username, secureKey, counts: this.stats().counts };
	}

	/** Domains that proxy addresses can be made on. */
	get proxyDomains(): readonly string[] {
		return this.site.proxyDomains;
	}

	/** The mails that were accepted over the API: one entry for each time, oldest first. */
	get sentMails(): readonly SentMail[] {
		return this.outbox.mails;
	}

	/** `add` by name, for other processes. @throws Error for a kind that there is not */
	addRow(kind: string, row: object): object {
		switch (kind) {
			case 'mail':
			case 'link':
				return this.add[kind](row);
			case 'reply':
			case 'change': {
				const { message_id = '', ...others } = row as { message_id?: string };
				return this.add[kind](message_id, others);
			}
			default:
				throw new Error(`Unknown kind "${kind}": mail, reply, change, link`);
		}
	}

	/** Numbers of rows, of mails accepted over the API, and of requests per sort of path. */
	stats() {
		const { mails, links, proxies } = this.store;
		return {
			counts: {
				mails: mails.length,
				links: links.size,
				proxies: proxies.length,
				accepted: this.sentMails.length,
			},
			...this.log.counts(),
		};
	}

	register(app: FastifyInstance): void {
		registerIovox(app, {
			...this.parts,
			store: this.store,
			outbox: this.outbox,
			proxyDomains: this.site.proxyDomains,
		});
	}

	protected override audience(options: LiveOptions): IovoxLive {
		return new IovoxLive(this.add, this.store, this.site.now, options);
	}
}

function dataOf(store: Store): IovoxData {
	return {
		get mails() {
			return store.mails.rows.map(({ row }) => row);
		},
		get links() {
			return [...store.links.values()];
		},
		proxies: store.proxies,
		mail: (messageId) => store.mail(messageId)?.row,
	};
}
