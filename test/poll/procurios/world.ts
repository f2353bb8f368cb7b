import { type ProcuriosOptions, type Sandbox, startSandbox } from '../../../sandbox';
import { procuriosAt } from '../../engine/credentials';
import { Host, type Mode } from '../../engine/host';
import type { Model } from '../model';
import { START, type World } from '../play';
import type { Odd } from '../steps';
import { ProcuriosLedger } from './ledger';
import { type Schedule, schedule, type Step } from './schedule';

/** A small Procurios, and a trigger as the schedule wants it. */
async function openProcurios(mode: Mode, plan: Schedule): Promise<World<Step>> {
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
	const date = vendorNow() - 1_000_000;
	const { event, startFrom, traffic, output, maxEvents } = plan;
	return {
		host: new Host({
			mode,
			credentials: procuriosAt(sandbox.procurios),
			parameters: {
				...{ event, startFrom, traffic, output },
				startDate: new Date(date).toISOString(),
				options: { maxEvents },
			},
		}),
		ledger: new ProcuriosLedger(sandbox, plan, date),
		vendor: sandbox.procurios,
		apiPath: 'email_api',
		vendorNow,
		happen: (step) => happen(sandbox, vendorNow, step),
		// A recipient that moves in mid-walk takes its cursor along.
		mayRefuse: ({ message }) =>
			plan.unknownCursor === 'lookup' && /rejects the request/.test(message),
		close: async () => await sandbox.close(),
	};
}

function happen({ procurios }: Sandbox, vendorNow: () => number, step: Step): void {
	const { add, data } = procurios;
	const ago = (seconds: number) => new Date(vendorNow() - seconds * 1_000).toISOString();
	const person = (number: number) => {
		const codes = data.recipients.map(({ trackingCode }) => trackingCode).sort();
		const code = codes[number % codes.length]!;
		return data.recipients.find(({ trackingCode }) => trackingCode === code)!;
	};
	switch (step.do) {
		case 'open':
		case 'click': {
			const { trackingCode } = person(step.who);
			const location = String(step.who % 3).repeat(40);
			const row = { trackingCode, location, date: ago(step.late), bot: step.bot };
			for (let twin = 0; twin < step.twins; twin++) {
				const shown = step.odd && shownOdd(step.odd, procurios.history.length);
				if (step.do === 'open') add.open({ ...row, shown });
				else add.click({ ...row, shown, linkId: 1 + (step.who % 2) });
			}
			break;
		}
		case 'unsubscribe': {
			const { trackingCode, unsubscribed } = person(step.who);
			if (!unsubscribed) add.recipientChange({ trackingCode, unsubscribed: ago(step.late) });
			break;
		}
		case 'bounce': {
			const { trackingCode, bounced } = person(step.who);
			if (!bounced) add.recipientChange({ trackingCode, bounced: ago(step.days * 86_400) });
			break;
		}
		case 'send':
			add.recipient({ sent: ago(step.late) });
			break;
		case 'email': {
			const last = data.emails.at(-1)!.trackingId;
			const gap = last - 1 > (data.emails.at(-2)?.trackingId ?? 0) ? last - 1 : undefined;
			add.email(step.late && gap ? { trackingId: gap } : {});
			break;
		}
	}
}

/** An event has no ID: what names its recipient is one. No two of them are the same. */
const shownOdd = (odd: NonNullable<Odd>, number: number) =>
	odd === 'time' ? { date: `soon ${number}` } : { trackingCode: { number } };

export const procuriosModel: Model<Step, Schedule> = {
	schedule,
	open: openProcurios,
	usual: 400,
};
