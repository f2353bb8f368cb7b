import type { FastifyInstance } from 'fastify';

import type { LiveOptions } from '../live';
import { VendorSandbox } from '../vendorSandbox';
import { Random } from '../random';
import { actionsOf } from './actions';
import { Changes } from './changes';
import { CLIENTS } from './clients';
import { countsOf, dataOf, type EncompassData } from './data';
import { generate } from './data/generate';
import { Makers } from './data/makers';
import type { HistoryEntry } from './history';
import { EncompassLive } from './live';
import { siteOf, type EncompassOptions, type Site } from './options';
import { registerEncompass } from './plugin';
import type { LinkRow, ListKind, MessageRow, RowOf } from './rows';
import type { Store } from './store';
import { ALLOWED, defaultSwitches, type EncompassSwitches } from './switches';
import { Tokens } from './tokens';

/** A customer's Encompass site on loopback, with the Email Metric API in both regions. */
export class EncompassSandbox extends VendorSandbox<Site, EncompassSwitches, HistoryEntry> {
	/** The client in the US. */
	readonly siteId = CLIENTS.us.siteId;
	readonly apiKey = CLIENTS.us.apiKey;
	/** A Canadian client, which sees the same data. */
	readonly canadianSiteId = CLIENTS.ca.siteId;
	readonly canadianApiKey = CLIENTS.ca.apiKey;
	/** Puts rows into the site now, also ones with other times. */
	readonly add: Changes;
	/** What the site holds now, in the vendor's order. For reading only. */
	readonly data: EncompassData;
	/** `send` and `archive` for other processes. */
	readonly actions = actionsOf(this);
	private readonly store: Store;
	private readonly tokens: Tokens;

	constructor(options: Partial<EncompassOptions> = {}) {
		super(siteOf(options), defaultSwitches(), ALLOWED, options);
		const { seed, now } = this.site;
		const makers = new Makers(new Random(`rows ${seed}`), () => this.switches.recipientIds);
		this.store = generate(this.site, makers);
		this.data = dataOf(this.store, this.switches);
		this.tokens = new Tokens(new Random(`tokens ${seed}`), this.switches, now);
		const random = new Random(`changes ${seed}`);
		this.add = new Changes({ store: this.store, history: this.past, makers, random, now });
	}

	/** The customer's site, which gives tokens. */
	get siteUrl(): string {
		return `${this.baseUrl}/site`;
	}

	/** The root of the API in the US. */
	get apiUrl(): string {
		return `${this.baseUrl}/us`;
	}

	get canadaUrl(): string {
		return `${this.baseUrl}/ca`;
	}

	get facts() {
		const { siteUrl, apiUrl, siteId, apiKey } = this;
		return { siteUrl, apiUrl, siteId, apiKey, counts: this.stats().counts };
	}

	/**
	 * `add` by name, for other processes.
	 *
	 * @param more `recipients`: how many people a new message is delivered to
	 * @throws Error for a kind that there is not
	 */
	addRow(kind: string, row: object, more: { recipients?: number } = {}): object {
		switch (kind) {
			case 'message':
				return this.add.message(row, more.recipients);
			case 'recipient':
			case 'delivery':
			case 'open':
			case 'click':
			case 'bounce':
				return this.add[kind](row);
			default:
				throw new Error(
					`Unknown kind "${kind}": message, recipient, delivery, open, click, bounce`,
				);
		}
	}

	/** Sends a scheduled message now. @throws Error when it is not one */
	send(messageId: number, recipients?: number): MessageRow {
		return this.add.send(messageId, recipients);
	}

	/**
	 * Takes the rows away that were added first, as the vendor does after 180 days.
	 *
	 * @returns these rows, oldest first
	 * @throws Error when there is no such message or list
	 */
	archive<Kind extends ListKind>(messageId: number, kind: Kind, count: number): Array<RowOf[Kind]>;
	archive(messageId: number, kind: 'link', count: number): LinkRow[];
	archive(messageId: number, kind: ListKind | 'link', count: number): object[] {
		return this.store.removeOldest(messageId, kind, count);
	}

	/** Every token given out so far is refused from now on. */
	revokeTokens(): void {
		this.tokens.revokeAll();
	}

	/** Numbers of rows of all messages; of requests per sort of path; of token requests per grant. */
	stats() {
		return { counts: countsOf(this.store), ...this.log.counts() };
	}

	register(app: FastifyInstance): void {
		registerEncompass(app, {
			...this.parts,
			store: this.store,
			tokens: this.tokens,
		});
	}

	protected override audience(options: LiveOptions): EncompassLive {
		return new EncompassLive(this.add, this.store, this.site.now, options);
	}
}
