import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../nodes/shared/poll/storedState';
import type { DateTeller, Fault, RequestRecord } from '../../sandbox';
import type { Host, Mode } from '../engine/host';
import type { CommonStep, Plan, WrongDate } from './steps';

/** What came out, beside what happened. */
export interface Outcome {
	emitted: string[];
	/** IDs of tracking events that must not come twice; empty for records. */
	ids: string[];
	/** What has to come out, as often as it stands here, and what may. */
	must: string[];
	may: string[];
	story: string[];
}

/** A poll that asked the vendor for anything. */
export interface Polled {
	/** How much had happened when it began. */
	readonly start: number;
	/** The vendor's time then. */
	readonly at: number;
	/** If it is the first contact: what happens from then on has to come out … */
	readonly mustFrom: number;
	/** … and nothing that is older than this may. */
	readonly mayFrom: number;
	/** Whether the vendor answered at all. */
	readonly succeeded: boolean;
	/** Whether it was neither refused nor broken off. */
	readonly isWhole: boolean;
}

/** What happened at the vendor, and which of it is to come out. */
export interface Ledger {
	/**
	 * A record's key, by which what came out is told apart.
	 * @param json what came out: the record, or the tracking event that has it
	 */
	keyOf(record: IDataObject, json: IDataObject): string;
	polled(poll: Polled): void;
	/** @param stored what is in the database: n8n may have forgotten the rest */
	restarted(stored: StoredState | undefined): void;
	expected(): { must: string[]; may: string[] };
}

/** A vendor of the sandbox, and an n8n with a trigger on it. */
export interface World<S extends { do: string }> {
	readonly host: Host;
	readonly ledger: Ledger;
	readonly vendor: {
		fault(fault: Fault): void;
		clearFaults(): void;
		tellDate(tell: DateTeller): void;
		/** Where it gives out tokens. */
		revokeTokens?(): void;
		nextRequest(): Promise<RequestRecord>;
		readonly requests: readonly RequestRecord[];
		readonly history: readonly unknown[];
	};
	/** Part of the path of each request of the API. */
	readonly apiPath: string;
	vendorNow(): number;
	happen(step: S): void;
	/** Whether a step changes the trigger, so that the workflow is published anew. */
	isEdit?(step: S): boolean;
	/** Whether the trigger was told to begin anew with something that it had emitted. */
	mayRepeat?(): boolean;
	/** Whether the vendor may refuse a poll with this, beside what faults do. */
	mayRefuse(error: Error): boolean;
	close(): Promise<void>;
}

/** A Date that is wrong by no more is believed: that of the other server. */
const MOST_WRONG_MS = 90_000;

export const START = Date.parse('2026-02-03T09:00:00Z');

/** Plays a schedule to its end, and lets the trigger catch up. */
export async function play<S extends { do: string }, P extends Plan<S>>(
	mode: Mode,
	plan: P,
	open: (mode: Mode, plan: P) => Promise<World<S>>,
): Promise<Outcome> {
	jest.setSystemTime(START);
	const world = await open(mode, plan);
	try {
		return await new Play(world, plan).run();
	} finally {
		await world.close();
	}
}

class Play<S extends { do: string }> {
	private readonly story: string[] = [];
	private copyOfStaticData: IDataObject = {};
	/** Answers that are to say something else of the time, after so many. */
	private wrongDates: Array<{ after: number; date: WrongDate }> = [];
	private answers = 0;
	/** Nothing more happens: the trigger catches up. */
	private isOver = false;

	constructor(
		private readonly world: World<S>,
		private readonly plan: Plan<S>,
	) {}

	async run(): Promise<Outcome> {
		const { vendor, host, ledger } = this.world;
		const { failsAtFirst } = this.plan;
		if (failsAtFirst > 0) vendor.fault({ kind: 'status', status: 503, times: failsAtFirst });
		const { firstDate } = this.plan;
		if (firstDate !== undefined) this.wrongDates.push({ after: 0, date: firstDate });
		vendor.tellDate((now) => this.dateAt(now));
		void this.goOnMeanwhile();
		await this.polled(async () => await host.activate());
		for (const step of this.plan.steps) {
			this.story.push(`${new Date(this.world.vendorNow()).toISOString()} ${JSON.stringify(step)}`);
			await this.take(step);
		}
		this.isOver = true;
		this.wrongDates = [];
		vendor.clearFaults();
		await this.catchUp(3);
		const { emitted } = host;
		return {
			emitted: emitted.map((json) => ledger.keyOf((json.raw ?? json) as IDataObject, json)).sort(),
			ids: this.world.mayRepeat?.()
				? []
				: emitted.filter(({ raw }) => raw !== undefined).map(({ id }) => String(id)),
			...ledger.expected(),
			story: [...this.story, ...host.errors.map(String)],
		};
	}

	private async take(step: S | CommonStep): Promise<void> {
		const { host, vendor, ledger } = this.world;
		if (!isCommon(step)) {
			this.world.happen(step);
			if (this.world.isEdit?.(step)) await this.polled(async () => await host.republish());
			return;
		}
		switch (step.do) {
			case 'wait':
				jest.setSystemTime(Date.now() + step.seconds * 1_000);
				break;
			case 'tick':
				this.copyOfStaticData = host.database.staticData;
				await this.polled(async () => await host.tick());
				break;
			case 'twoTicks':
				await this.polled(async () => {
					await Promise.all([host.tick(), host.mode === 'memory' ? host.tick() : undefined]);
				});
				break;
			case 'restart':
				ledger.restarted(host.state.poll as StoredState | undefined);
				await this.polled(async () => await host.restart());
				break;
			case 'republish':
				await this.polled(async () => await host.republish());
				break;
			case 'putBack':
				// Only the default mode keeps its state elsewhere and can know better; it publishes
				// anew, and reads what is in the database.
				if (host.mode !== 'memory') break;
				await this.catchUp(1);
				// A process that ends before it has mended the state leaves nothing to know it by.
				vendor.clearFaults();
				host.putBack(this.copyOfStaticData);
				await this.polled(async () => await host.republish());
				break;
			case 'revoke':
				vendor.revokeTokens?.();
				break;
			case 'wrongDate':
				this.wrongDates.push({ after: step.after, date: step.date });
				break;
			case 'outage': {
				const { kind, after, requests: times } = step;
				vendor.fault({ kind, status: 503, after, times });
				break;
			}
		}
	}

	/** What an answer says of the time. */
	private dateAt(now: number): string | undefined {
		const isOther = ++this.answers % 2 === 0;
		const [due] = this.wrongDates.filter(({ after }) => after === 0);
		this.wrongDates = this.wrongDates
			.filter((each) => each !== due)
			.map(({ after, date }) => ({ after: Math.max(0, after - 1), date }));
		const date = due ? due.date : isOther ? this.plan.otherClock : 0;
		if (date === null) return undefined;
		return typeof date === 'string' ? date : new Date(now + date * 1_000).toUTCString();
	}

	/**
	 * When the trigger starts if its first contact is now: by the earlier clock, unless the vendor's is
	 * said to be far behind. A wrong Date may say either.
	 */
	private get contact(): Pick<Polled, 'mustFrom' | 'mayFrom'> {
		const clocks = [Date.now(), this.world.vendorNow()];
		const { firstDate, otherClock, steps } = this.plan;
		const mayBeWrong =
			firstDate !== undefined || otherClock < 0 || steps.some((step) => step.do === 'wrongDate');
		const earlier = Math.min(...clocks);
		return {
			mustFrom: mayBeWrong ? Math.max(...clocks) : earlier,
			mayFrom: earlier - (mayBeWrong ? MOST_WRONG_MS : 0),
		};
	}

	private async goOnMeanwhile(): Promise<void> {
		for (const { requests, step } of this.plan.meanwhile) {
			for (let request = 0; request < requests; request++) {
				await this.world.vendor.nextRequest();
			}
			if (this.isOver) return;
			this.story.push(`meanwhile ${JSON.stringify(step)}`);
			this.world.happen(step);
		}
	}

	/** Polls until so many in turn gave nothing. */
	private async catchUp(polls: number): Promise<void> {
		for (let quiet = 0, all = 0; quiet < polls; all++) {
			if (all > 300) throw new Error('The trigger does not catch up');
			const before = this.world.host.emitted.length;
			await this.polled(async () => await this.world.host.tick());
			quiet = this.world.host.emitted.length > before ? 0 : quiet + 1;
		}
	}

	/** A poll, of which the ledger notes whether it was the first contact. */
	private async polled(poll: () => Promise<void>): Promise<void> {
		const { vendor, host, ledger } = this.world;
		const start = vendor.history.length;
		const asked = vendor.requests.length;
		const at = this.world.vendorNow();
		const { contact } = this;
		const { errors } = host;
		const before = errors.length;
		const said = this.troubles.length;
		await poll().catch((error: Error) => errors.push(error));
		for (const error of errors.slice(before)) {
			if (this.world.mayRefuse(error)) continue;
			if (!/503|broke off|too many/.test(error.message)) throw error;
		}
		const answered = vendor.requests
			.slice(asked)
			.some(
				({ path, status, fault }) => path.includes(this.world.apiPath) && status === 200 && !fault,
			);
		if (vendor.requests.length === asked) return;
		const isWhole = errors.length === before && this.troubles.length === said;
		ledger.polled({ start, at, ...contact, succeeded: answered, isWhole });
	}

	/** What the trigger has said in the log, but of clocks. */
	private get troubles(): string[] {
		return this.world.host.warnings.filter((text) => !text.includes('clock'));
	}
}

const COMMON = new Set([
	'wait',
	'tick',
	'twoTicks',
	'restart',
	'republish',
	'revoke',
	'putBack',
	'wrongDate',
	'outage',
]);

const isCommon = (step: { do: string }): step is CommonStep => COMMON.has(step.do);
