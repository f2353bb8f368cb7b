import type { FastifyInstance } from 'fastify';

import type { Controllable } from '../control';
import type { LiveOptions } from '../live';
import { VendorSandbox } from '../vendorSandbox';
import { Random } from '../random';
import { ACCESS_TOKEN, ACCOUNT } from './account';
import { Changes } from './changes';
import { countsOf, dataOf, type CopernicaData } from './data';
import { generate } from './data/generate';
import { History, type HistoryEntry } from './history';
import { CopernicaLive } from './live';
import { siteOf, type CopernicaOptions, type Site } from './options';
import { registerCopernica } from './plugin';
import { KINDS, type Kind } from './rows';
import type { Store } from './store';
import {
	defaultSwitches,
	mergeSwitches,
	type CopernicaSwitches,
	type SwitchChanges,
} from './switches';
import { Tokens } from './tokens';

/** A customer's account of Copernica on loopback, with both products and all four versions. */
export class CopernicaSandbox extends VendorSandbox implements Controllable {
	/** Where all of it is; known once the sandbox listens. */
	baseUrl = '';
	/** For v1 to v3 as it is, for v4 to be exchanged at `authUrl`. */
	readonly accessToken = ACCESS_TOKEN;
	/** What `identity` says of the account. */
	readonly account = ACCOUNT;
	/** How the open questions about the vendor are answered; changes take effect at once. */
	readonly switches: CopernicaSwitches = defaultSwitches();
	/** Writes rows to the account now, also ones that happened at other times. */
	readonly add: Changes;
	/** What the account holds now. For reading only. */
	readonly data: CopernicaData;
	private readonly site: Site;
	private readonly store: Store;
	private readonly tokens: Tokens;
	private readonly past = new History();
	private readonly calls = { count: 0 };

	constructor(options: Partial<CopernicaOptions> = {}) {
		super();
		this.site = siteOf(options);
		mergeSwitches(this.switches, { latency: options.latency, ...options.switches });
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

	/** What was written since the start, by `add` or live, in order of writing. */
	get history(): readonly HistoryEntry[] {
		return this.past.entries;
	}

	/** Changes the switches that are named. @throws Error for a name or value that is none */
	setSwitches(changes: SwitchChanges): void {
		mergeSwitches(this.switches, changes);
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
			store: this.store,
			switches: this.switches,
			tokens: this.tokens,
			calls: this.calls,
			log: this.log,
			faults: this.faults,
			now: this.site.now,
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
