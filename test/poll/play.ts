import type { IDataObject } from 'n8n-workflow';
import type { StoredState } from '../../nodes/shared/poll/pollStates';
import { type ProcuriosOptions, type Sandbox, startSandbox } from '../../sandbox';
import { credentialsFor } from '../engine/engine';
import type { Host, Mode } from '../engine/host';
import { ProcuriosHost } from '../engine/procuriosHost';
import { Ledger } from './ledger';
import type { Schedule, Step } from './schedule';

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
