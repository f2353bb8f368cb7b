import type { FastifyInstance } from 'fastify';

import type { LiveOptions } from '../live';
import { VendorSandbox } from '../vendorSandbox';
import { Random } from '../random';
import { ACCESS_TOKEN, ACCOUNT } from './account';
import { Changes } from './changes';
import { countsOf, dataOf, type CopernicaData } from './data';
import { generate } from './data/generate';
import type { HistoryEntry } from './history';
import { CopernicaLive } from './live';
import { siteOf, type CopernicaOptions, type Site } from './options';
import { registerCopernica } from './plugin';
import { KINDS, type Kind } from './rows';
import type { Store } from './store';
import { ALLOWED, defaultSwitches, type CopernicaSwitches } from './switches';
import { Tokens } from './tokens';

/** A customer's account of Copernica on loopback, with both products and all four versions. */
export class CopernicaSandbox extends VendorSandbox<Site, CopernicaSwitches, HistoryEntry> {
	/** For v1 to v3 as it is, for v4 to be exchanged at `authUrl`. */
	readonly accessToken = ACCESS_TOKEN;
	/** What `identity` says of the account. */
	readonly account = ACCOUNT;
	/** Writes rows to the account now, also ones that happened at other times. */
	readonly add: Changes;
	/** What the account holds now. For reading only. */
	readonly data: CopernicaData;
	private readonly store: Store;
	private readonly tokens: Tokens;
	private readonly calls = { count: 0 };

	constructor(options: Partial<CopernicaOptions> = {}) {
		super(siteOf(options), defaultSwitches(), ALLOWED, options);
		const { seed, now } = this.site;
		const { store, makers } = generate(this.site);
		this.store = store;
		this.data = dataOf(store);
		this.tokens = new Tokens(new Random(`copernica tokens ${seed}`), this.switches, now);
		this.add = new Changes({
			store,
			history: this.past,
			makers,
			random: new Random(`copernica changes ${seed}`),
			switches: this.switches,
			now,
		});
	}

	/** The root of the API, before the version. */
	get apiUrl(): string {
		return `${this.baseUrl}/api`;
	}

	/** Where the access token is exchanged for a JSON web token. */
	get authUrl(): string {
		return `${this.baseUrl}/authenticate`;
	}

	get facts() {
		const { apiUrl, authUrl, accessToken } = this;
		return { apiUrl, authUrl, accessToken, counts: this.stats().counts };
	}

	/**
	 * `add` by name, for other processes.
	 *
	 * @param more `recipients`: how many people a new emailing is sent to
	 * @throws Error for a kind that there is not
	 */
	addRow(kind: string, row: object, more: { recipients?: number } = {}): object {
		if (kind === 'emailing') return this.add.emailing(row, more.recipients);
		if (isOther(kind) || isEvent(kind)) return this.add[kind](row);
		throw new Error(`Unknown kind "${kind}": emailing, ${[...OTHERS, ...KINDS].join(', ')}`);
	}

	/** Every JSON web token given out so far is refused from now on. */
	revokeTokens(): void {
		this.tokens.revokeAll();
	}

	/** Numbers of rows, of API calls (the vendor bills them), and of requests per sort of path. */
	stats() {
		return {
			counts: countsOf(this.store),
			apiCalls: this.calls.count,
			...this.log.counts(),
		};
	}

	register(app: FastifyInstance): void {
		registerCopernica(app, {
			...this.parts,
			store: this.store,
			tokens: this.tokens,
			calls: this.calls,
		});
	}

	protected override audience(options: LiveOptions): CopernicaLive {
		return new CopernicaLive(this.add, this.store, this.site.now, options);
	}
}

const OTHERS = ['destination', 'profile', 'subprofile'] as const;

function isOther(kind: string): kind is (typeof OTHERS)[number] {
	return OTHERS.some((other) => other === kind);
}

function isEvent(kind: string): kind is Kind {
	return KINDS.some((other) => other === kind);
}
