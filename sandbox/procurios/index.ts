import type { FastifyInstance } from 'fastify';

import type { LiveOptions } from '../live';
import { VendorSandbox } from '../vendorSandbox';
import { Random } from '../random';
import { Changes } from './changes';
import { generate } from './data/generate';
import type { HistoryEntry } from './history';
import { KeptPages } from './keptPages';
import { ProcuriosLive } from './live';
import { Tokens } from './oauth/tokens';
import { siteOf, type ProcuriosOptions, type Site } from './options';
import { ordersOf } from './orders';
import { registerProcurios } from './plugin';
import type { ClickRow, EmailRow, LinkRow, OpenRow, RecipientRow } from './rows';
import { Store } from './store';
import { ALLOWED, defaultSwitches, type ProcuriosSwitches } from './switches';

/** What the site holds now, in the vendor's order. For reading only. */
export interface ProcuriosData {
	readonly emails: readonly EmailRow[];
	readonly recipients: readonly RecipientRow[];
	readonly opens: readonly OpenRow[];
	readonly clicks: readonly ClickRow[];
	/** The links of all mails. */
	readonly links: readonly LinkRow[];
	linksOf(trackingId: number): readonly LinkRow[];
}

/** A Procurios site on loopback. */
export class ProcuriosSandbox extends VendorSandbox<Site, ProcuriosSwitches, HistoryEntry> {
	protected override readonly linksPages = true;
	/** Puts rows into the site now, also ones with an older date. */
	readonly add: Changes;
	private readonly store: Store;
	private readonly tokens: Tokens;

	constructor(options: Partial<ProcuriosOptions> = {}) {
		super(siteOf(options), defaultSwitches(), ALLOWED, options);
		const { seed, now } = this.site;
		const { data, emailMaker, personMaker } = generate(
			this.site,
			this.switches.botEventsMoveLastUpdate,
		);
		const { start, end, repeat } = this.site;
		const repetition = { times: repeat, seconds: end - start };
		this.store = new Store(data, ordersOf(this.site.codeOrder), repetition);
		this.tokens = new Tokens(new Random(`tokens ${seed}`), this.switches, now);
		this.add = new Changes({
			store: this.store,
			switches: this.switches,
			history: this.past,
			emailMaker,
			personMaker,
			random: new Random(`changes ${seed}`),
			now,
		});
	}

	get data(): ProcuriosData {
		const { emails, recipients, opens, clicks, links } = this.store;
		return {
			emails: emails.rows,
			recipients: recipients.all.rows,
			opens: opens.all.rows,
			clicks: clicks.all.rows,
			get links() {
				return [...links.values()].flat();
			},
			linksOf: (trackingId) => links.get(trackingId) ?? [],
		};
	}

	/** What a user types as Site URL. */
	get siteUrl(): string {
		return this.baseUrl;
	}

	get facts() {
		// The client that may use the API.
		const { clientId = '', clientSecret = '' } = this.site.clients[0] ?? {};
		return { siteUrl: this.siteUrl, clientId, clientSecret, counts: this.stats().counts };
	}

	/**
	 * `add` by name, for other processes.
	 *
	 * @param more `recipients`: how many people a new e-mail is sent to
	 * @throws Error for a kind that there is not
	 */
	addRow(kind: string, row: object, more: { recipients?: number } = {}): object {
		switch (kind) {
			case 'open':
				return this.add.open(row);
			case 'click':
				return this.add.click(row);
			case 'recipient':
				return this.add.recipient(row);
			case 'recipientChange':
				return this.add.recipientChange(row);
			case 'email':
				return this.add.email(row, more.recipients);
			default:
				throw new Error(`Unknown kind "${kind}": open, click, recipient, recipientChange, email`);
		}
	}

	/** Every access token given out so far answers 401 from now on; refresh tokens stay. */
	revokeTokens(): void {
		this.tokens.revokeAccessTokens();
	}

	/** Numbers of rows per list; of requests per sort of path; of token requests per grant. */
	stats() {
		const { emails, recipients, clicks, links } = this.data;
		return {
			counts: {
				emails: emails.length,
				recipients: recipients.length,
				opens: this.store.servedOpens.all.length,
				clicks: clicks.length,
				links: links.length,
			},
			...this.log.counts(),
		};
	}

	register(app: FastifyInstance): void {
		registerProcurios(app, {
			...this.parts,
			site: this.site,
			store: this.store,
			tokens: this.tokens,
			pages: new KeptPages(),
		});
	}

	protected override audience(options: LiveOptions): ProcuriosLive {
		return new ProcuriosLive(this.add, this.store, this.site.now, options);
	}
}
