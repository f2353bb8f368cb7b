import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { type ProcuriosOptions, type Sandbox, startSandbox } from '../../sandbox';
import { credentialsFor } from '../engine/engine';
import type { StoredState } from '../../nodes/shared/poll/pollStates';
import type { Host, Mode } from '../engine/host';
import { ProcuriosHost } from '../engine/procuriosHost';

export const EVENTS = [
	'opened',
	'clicked',
	'sent',
	'unsubscribed',
	'bounced',
	'recipientUpdated',
	'newEmail',
] as const;
export type Event = (typeof EVENTS)[number];

/** Something that happens at the vendor, in n8n or between them. */
type Step =
	| { do: 'wait'; seconds: number }
	| { do: 'open' | 'click' | 'unsubscribe'; who: number; late: number; twins: number; bot: boolean }
	| { do: 'bounce'; who: number; days: number }
	| { do: 'send'; late: number }
	| { do: 'email'; late: boolean }
	| { do: 'tick' | 'twoTicks' | 'restart' | 'republish' | 'revoke' | 'putBack' }
	| { do: 'outage'; after: number; requests: number; kind: 'status' | 'drop' | 'cut' };

/** Late by less than the overlap, and dated to the second. */
const late = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(0) },
	{ weight: 1, arbitrary: fc.integer({ min: 1, max: 115 }) },
);
const who = fc.nat({ max: 5 });

/** What people do. */
const happening: Array<fc.WeightedArbitrary<Step>> = [
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constantFrom('open' as const, 'click' as const, 'unsubscribe' as const),
			who,
			late,
			twins: fc.constantFrom(1, 1, 1, 2, 3),
			bot: fc.boolean(),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('bounce' as const),
			who,
			days: fc.double({ min: 0, max: 6.9, noNaN: true }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('send' as const), late }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('email' as const), late: fc.boolean() }) },
];

const step: fc.Arbitrary<Step> = fc.oneof(
	...happening,
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.nat({ max: 150 }) }),
	},
	{ weight: 5, arbitrary: fc.constant({ do: 'tick' as const }) },
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constantFrom(
				'twoTicks' as const,
				'restart' as const,
				'republish' as const,
				'revoke' as const,
				'putBack' as const,
			),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('outage' as const),
			after: fc.nat({ max: 3 }),
			requests: fc.constantFrom(1, 5, 10),
			kind: fc.constantFrom('status' as const, 'drop' as const, 'cut' as const),
		}),
	},
);

/** What people do while a page is asked for, so many requests after the last such thing. */
const meanwhile = fc.record({
	requests: fc.integer({ min: 1, max: 6 }),
	step: fc.oneof(...happening),
});

// The list of e-mails knows no dates.
const possible = ({ event, startFrom }: Choice) => event !== 'newEmail' || startFrom !== 'date';
type Choice = { event: Event; startFrom: string };

export const schedule = fc
	.record({
		event: fc.constantFrom(...EVENTS),
		startFrom: fc.constantFrom(
			'now' as const,
			'now' as const,
			'beginning' as const,
			'date' as const,
		),
		traffic: fc.constantFrom('all' as const, 'human' as const),
		output: fc.constantFrom('record' as const, 'trackingEvent' as const),
		maxEvents: fc.constantFrom(1, 2, 5, 10_000),
		pageSize: fc.integer({ min: 8, max: 20 }),
		skewSeconds: fc.constantFrom(0, 0, 0, 600, -600),
		unknownCursor: fc.constantFrom('compare' as const, 'compare' as const, 'lookup' as const),
		nextOnLastPage: fc.constantFrom(
			'always' as const,
			'untilEmpty' as const,
			'onlyWhenMore' as const,
		),
		tieOrder: fc.constantFrom('stable' as const, 'shuffled' as const),
		dateHeader: fc.boolean(),
		seed: fc.integer({ min: 1, max: 50 }),
		failsAtFirst: fc.constantFrom(0, 0, 0, 5, 10),
		steps: fc.array(step, { minLength: 4, maxLength: 28 }),
		meanwhile: fc.array(meanwhile, { maxLength: 6 }),
	})
	.filter((plan) => possible(plan));
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** What came out, beside what happened. */
export interface Outcome {
	emitted: string[];
	/** IDs of tracking events; empty for records. */
	ids: string[];
	/** What has to come out, as often as it stands here, and what may. */
	must: string[];
	may: string[];
	story: string[];
}

const START = Date.parse('2026-02-03T09:00:00Z');

/** Plays a schedule to its end, and lets the trigger catch up. */
export async function play(mode: Mode, plan: Schedule): Promise<Outcome> {
	jest.setSystemTime(START);
	const skew = plan.dateHeader ? plan.skewSeconds * 1_000 : 0;
	const vendorNow = () => Date.now() + skew;
	const options: Partial<ProcuriosOptions> = {
		seed: plan.seed,
		emails: 3,
		recipients: 6,
		opens: 8,
		clicks: 8,
		start: new Date(START + skew - 3_000_000),
		end: new Date(START + skew),
		pageSize: { emails: 3, others: plan.pageSize },
		now: vendorNow,
		switches: {
			unknownCursor: plan.unknownCursor,
			nextOnLastPage: plan.nextOnLastPage,
			tieOrder: plan.tieOrder,
			dateHeader: plan.dateHeader,
			// Else nobody can see that a bot was there.
			botEventsMoveLastUpdate: true,
		},
	};
	const sandbox = await startSandbox({ procurios: options });
	try {
		return await new Play(sandbox, mode, plan, vendorNow).run();
	} finally {
		await sandbox.close();
	}
}

class Play {
	private readonly host: Host;
	private readonly date: number;
	private readonly ledger: Ledger;
	private readonly story: string[] = [];
	private copyOfStaticData: IDataObject = {};
	/** Nothing more happens: the trigger catches up. */
	private isOver = false;

	constructor(
		private readonly sandbox: Sandbox,
		mode: Mode,
		private readonly plan: Schedule,
		private readonly vendorNow: () => number,
	) {
		this.date = vendorNow() - 1_000_000;
		const { event, startFrom, traffic, output, maxEvents } = plan;
		this.host = new ProcuriosHost({
			mode,
			credentials: credentialsFor(sandbox),
			parameters: {
				...{ event, startFrom, traffic, output },
				startDate: new Date(this.date).toISOString(),
				options: { maxEvents },
			},
		});
		this.ledger = new Ledger(sandbox, plan, this.date);
	}

	async run(): Promise<Outcome> {
		const { procurios } = this.sandbox;
		const { failsAtFirst } = this.plan;
		if (failsAtFirst > 0) procurios.fault({ kind: 'status', status: 503, times: failsAtFirst });
		void this.goOnMeanwhile();
		await this.polled(async () => await this.host.activate());
		for (const step of this.plan.steps) {
			this.story.push(`${new Date(this.vendorNow()).toISOString()} ${JSON.stringify(step)}`);
			await this.take(step);
		}
		this.isOver = true;
		procurios.clearFaults();
		await this.catchUp(3);
		const { emitted } = this.host;
		const ids = emitted.map(({ id }) => id).filter((id) => id !== undefined);
		return {
			emitted: emitted.map((json) => this.ledger.keyOf((json.raw ?? json) as IDataObject)).sort(),
			ids: this.plan.output === 'trackingEvent' ? ids.map(String) : [],
			...this.ledger.expected(),
			story: [...this.story, ...this.host.errors.map(String)],
		};
	}

	private async take(step: Step): Promise<void> {
		const { host, sandbox } = this;
		const { add } = sandbox.procurios;
		switch (step.do) {
			case 'wait':
				jest.setSystemTime(Date.now() + step.seconds * 1_000);
				break;
			case 'open':
			case 'click': {
				const row = { ...this.activity(step.who, step.late), bot: step.bot };
				for (let twin = 0; twin < step.twins; twin++) {
					if (step.do === 'open') add.open(row);
					else add.click({ ...row, linkId: 1 + (step.who % 2) });
				}
				break;
			}
			case 'unsubscribe': {
				const { trackingCode, unsubscribed } = this.person(step.who);
				if (unsubscribed) break;
				add.recipientChange({ trackingCode, unsubscribed: this.ago(step.late) });
				break;
			}
			case 'bounce': {
				const { trackingCode, bounced } = this.person(step.who);
				if (bounced) break;
				add.recipientChange({ trackingCode, bounced: this.ago(step.days * 86_400) });
				break;
			}
			case 'send':
				add.recipient({ sent: this.ago(step.late) });
				break;
			case 'email': {
				const { emails } = sandbox.procurios.data;
				const last = emails.at(-1)!.trackingId;
				const gap = last - 1 > (emails.at(-2)?.trackingId ?? 0) ? last - 1 : undefined;
				add.email(step.late && gap ? { trackingId: gap } : {});
				break;
			}
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
				this.ledger.restarted(host.state.poll as StoredState | undefined);
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
				host.putBack(this.copyOfStaticData);
				await this.polled(async () => await host.republish());
				break;
			case 'revoke':
				sandbox.procurios.revokeTokens();
				break;
			case 'outage': {
				const { kind, after, requests: times } = step;
				sandbox.procurios.fault({ kind, status: 503, after, times });
				break;
			}
		}
	}

	private async goOnMeanwhile(): Promise<void> {
		for (const { requests, step } of this.plan.meanwhile) {
			for (let request = 0; request < requests; request++) {
				await this.sandbox.procurios.nextRequest();
			}
			if (this.isOver) return;
			this.story.push(`meanwhile ${JSON.stringify(step)}`);
			await this.take(step);
		}
	}

	/** Polls until so many in turn gave nothing. */
	private async catchUp(polls: number): Promise<void> {
		for (let quiet = 0, all = 0; quiet < polls; all++) {
			if (all > 300) throw new Error('The trigger does not catch up');
			const before = this.host.emitted.length;
			await this.polled(async () => await this.host.tick());
			quiet = this.host.emitted.length > before ? 0 : quiet + 1;
		}
	}

	/** A poll, of which the ledger notes whether it was the first contact. */
	private async polled(poll: () => Promise<void>): Promise<void> {
		const start = this.sandbox.procurios.history.length;
		const asked = this.sandbox.procurios.requests.length;
		const at = this.vendorNow();
		const { errors, warnings } = this.host;
		const before = errors.length;
		const said = warnings.length;
		await poll().catch((error: Error) => errors.push(error));
		for (const error of errors.slice(before)) {
			// A recipient that moves in mid-walk takes its cursor along.
			const isRefusal = /rejects the request/.test(error.message);
			if (isRefusal && this.plan.unknownCursor === 'lookup') continue;
			if (!/503|broke off|too many/.test(error.message)) throw error;
		}
		const { requests } = this.sandbox.procurios;
		const answered = requests
			.slice(asked)
			.some(({ path, status, fault }) => path.includes('email_api') && status === 200 && !fault);
		if (requests.length === asked) return;
		const isWhole = errors.length === before && warnings.length === said;
		this.ledger.polled(start, at, answered, isWhole);
	}

	private person(number: number) {
		const rows = this.sandbox.procurios.data.recipients;
		const codes = rows.map(({ trackingCode }) => trackingCode).sort();
		const code = codes[number % codes.length]!;
		return rows.find(({ trackingCode }) => trackingCode === code)!;
	}

	private activity(number: number, lateSeconds: number) {
		const { trackingCode } = this.person(number);
		const location = String(number % 3).repeat(40);
		return { trackingCode, location, date: this.ago(lateSeconds) };
	}

	private ago = (seconds: number) => new Date(this.vendorNow() - seconds * 1_000).toISOString();
}

interface Written {
	key: string;
	/** When it happened, by its own date, in ms; undefined for e-mails. */
	at: number | undefined;
}

/** What happened at the vendor, and which of it is to come out. */
class Ledger {
	private contact:
		| { start: number; at: number; end: number | undefined; isWhole: boolean }
		| undefined;
	private readonly before: Written[];

	constructor(
		private readonly sandbox: Sandbox,
		private readonly plan: Schedule,
		private readonly date: number,
	) {
		const { data } = sandbox.procurios;
		const rows: Record<Event, readonly object[]> = {
			opened: data.opens,
			clicked: data.clicks,
			sent: data.recipients,
			unsubscribed: data.recipients,
			bounced: data.recipients,
			recipientUpdated: data.recipients,
			newEmail: data.emails,
		};
		this.before = rows[plan.event].flatMap((row) => this.written(row as IDataObject) ?? []);
	}

	/** Whether it is told of a person once, however often the record changes. */
	private get isOnce(): boolean {
		return ['sent', 'unsubscribed', 'bounced'].includes(this.plan.event);
	}

	keyOf(row: object): string {
		return this.isOnce ? String(Reflect.get(row, 'trackingCode')) : JSON.stringify(row);
	}

	/**
	 * @param start how much had happened when the poll began
	 * @param isWhole whether the poll was neither refused nor broken off
	 */
	polled(start: number, at: number, succeeded: boolean, isWhole: boolean): void {
		this.contact ??= { start, at, end: undefined, isWhole };
		if (succeeded) this.contact.end ??= this.sandbox.procurios.history.length;
	}

	/** @param stored what is in the database: n8n may have forgotten the rest */
	restarted(stored: StoredState | undefined): void {
		// Nobody can know when the first contact was, or what there was to see.
		if (!stored) this.contact = undefined;
		else if (!stored.list && this.contact) {
			this.contact = { ...this.contact, end: undefined, isWhole: false };
		}
	}

	expected(): { must: string[]; may: string[] } {
		const { event, startFrom } = this.plan;
		const must: string[] = [];
		const may: string[] = [];
		const { start, at: contactAt, end, isWhole } = this.contact!;
		const old = startFrom === 'now' ? [] : this.before.filter((each) => this.isSince(each));
		must.push(...old.map(({ key }) => key));
		const kind =
			{ opened: 'open', clicked: 'click', newEmail: 'email' }[event as string] ?? 'recipient';
		const told = new Set(this.isOnce ? this.before.map(({ key }) => key) : []);
		this.sandbox.procurios.history.forEach((entry, index) => {
			if (entry.kind !== kind) return;
			const written = this.written(entry.row as unknown as IDataObject);
			if (!written || (this.isOnce && told.has(written.key))) return;
			told.add(written.key);
			if (startFrom !== 'now') {
				if (this.isSince(written)) must.push(written.key);
			} else if (index >= start && (written.at ?? 0) >= contactAt + 7_000) {
				must.push(written.key);
			} else if (isWhole && index >= end!) {
				// As late as it may be: what there was before is known.
				must.push(written.key);
			} else if (index >= start) may.push(written.key);
		});
		return event === 'recipientUpdated' ? this.ofUpdates(must, may) : { must, may };
	}

	/** A state that was changed again before the next poll need not be seen; the last is. */
	private ofUpdates(must: string[], may: string[]): { must: string[]; may: string[] } {
		const latest = new Set(this.sandbox.procurios.data.recipients.map((row) => this.keyOf(row)));
		const certain = new Set(must.filter((key) => latest.has(key)));
		const all = new Set([...must, ...may]);
		return { must: [...certain], may: [...all].filter((key) => !certain.has(key)) };
	}

	private isSince({ at }: Written): boolean {
		return (
			this.plan.startFrom !== 'date' || (at ?? Infinity) >= Math.floor(this.date / 1_000) * 1_000
		);
	}

	private written(row: IDataObject): Written | undefined {
		const { event, traffic } = this.plan;
		const field = { opened: 'date', clicked: 'date', recipientUpdated: 'lastUpdate' }[
			event as string
		];
		const date = row[field ?? event];
		if (event === 'newEmail') return { key: this.keyOf(row), at: undefined };
		if (typeof date !== 'string') return undefined;
		if (traffic === 'human' && row.bot === true) return undefined;
		return { key: this.keyOf(row), at: Date.parse(date) };
	}
}
