import { type EncompassOptions, type EncompassSandbox, startSandbox } from '../../../sandbox';
import { encompassAt } from '../../engine/credentials';
import { Host, type Mode } from '../../engine/host';
import type { Model } from '../model';
import { START, type World } from '../play';
import type { Odd } from '../steps';
import { EncompassLedger } from './ledger';
import { type Schedule, schedule, type Step } from './schedule';

const DAY_MS = 86_400_000;

/** A small Encompass, and a trigger as the schedule wants it. */
async function openEncompass(mode: Mode, plan: Schedule): Promise<World<Step>> {
	const skew = plan.dateHeader ? plan.skewSeconds * 1_000 : 0;
	const vendorNow = () => Date.now() + skew;
	const options: Partial<EncompassOptions> = {
		seed: plan.seed,
		messages: 3,
		recipients: 5,
		opens: 8,
		clicks: 6,
		bounces: 2,
		start: new Date(START + skew - 20 * DAY_MS),
		end: new Date(START + skew),
		now: vendorNow,
		switches: {
			order: plan.order,
			messageOrder: plan.messageOrder,
			timestampFilter: plan.timestampFilter,
			deliverNames: plan.deliverNames,
			recipientIds: plan.recipientIds,
			listBody: plan.listBody,
			summaryAs: plan.summaryAs,
			unsent: plan.unsent,
			unsentListed: plan.unsentListed,
			refusedToken: plan.refusedToken,
			// Without a summary, a capped page looks like the last one.
			pageCap: plan.listBody === 'bare' ? null : plan.pageCap,
			dateHeader: plan.dateHeader,
		},
	};
	const sandbox = await startSandbox({ encompass: options });
	const { encompass } = sandbox;
	const date = vendorNow() - 5 * DAY_MS;
	const chosen = plan.isChosen
		? encompass.data.messages.map(({ id }) => id).slice(0, 2)
		: undefined;
	const { event, startFrom, output, maxEvents, watchedDays, requestsAtOnce } = plan;
	const host = new Host({
		mode,
		credentials: encompassAt(encompass),
		parameters: {
			...{ event, startFrom, output, watchedDays },
			...(chosen ? { messageScope: 'chosen', messageIds: chosen.map(String) } : {}),
			startDate: new Date(date).toISOString(),
			options: { maxEvents, requestsAtOnce },
		},
	});
	const emitted = () => host.emitted.length;
	const ledger = new EncompassLedger(encompass, plan, date, chosen, emitted);
	return {
		host,
		ledger,
		vendor: encompass,
		apiPath: '/v2/',
		vendorNow,
		happen: (step) => happen(encompass, ledger, vendorNow, step),
		mayRefuse: () => false,
		close: async () => await sandbox.close(),
	};
}

function happen(
	encompass: EncompassSandbox,
	ledger: EncompassLedger,
	vendorNow: () => number,
	step: Step,
): void {
	const { add, data } = encompass;
	const sent = data.messages.filter(({ actualSendTimestamp }) => actualSendTimestamp);
	const messageAt = (place: number) => sent[place % sent.length]!.id;
	const row = (
		kind: 'delivery' | 'open' | 'click' | 'bounce',
		messageId: number,
		who: number,
		late = 0,
		odd?: Odd,
	) => {
		const recipients = data.recipientsOf(messageId).map(({ id }) => id);
		const recipientId = recipients.sort((a, b) => a - b)[who % recipients.length];
		const at = vendorNow() - late * 1_000;
		// It cannot be written before its message was sent.
		const { actualSendTimestamp } = sent.find(({ id }) => id === messageId)!;
		const dateAdded = Math.max(at, actualSendTimestamp! + 1);
		add[kind]({
			messageId,
			timestamp: dateAdded - 1,
			dateAdded,
			...(recipientId ? { recipientId } : {}),
			...(odd ? { shown: shownOdd(odd, encompass.history.length) } : {}),
		});
	};
	switch (step.do) {
		case 'row':
			for (let time = 0; time < step.times; time++) {
				row(step.kind, messageAt(step.message), step.who + time, step.late, step.odd);
			}
			break;
		case 'message':
			add.message({}, step.recipients);
			break;
		case 'schedule':
			add.message({ actualSendTimestamp: null });
			break;
		case 'send': {
			const due = data.messages.find(({ actualSendTimestamp }) => !actualSendTimestamp);
			if (due) encompass.send(due.id, 2);
			break;
		}
		case 'archive': {
			const messageId = messageAt(step.message);
			const removed = encompass.archive(messageId, step.kind, step.rows);
			for (const each of removed) ledger.archivedRow(messageId, each);
			if (step.grows) removed.forEach((_, who) => row(step.kind, messageId, who));
			break;
		}
		case 'days':
			jest.setSystemTime(Date.now() + step.days * DAY_MS);
			break;
	}
}

/** No two of them are the same, which could not be told apart. */
const shownOdd = (odd: NonNullable<Odd>, number: number) =>
	odd === 'time' ? { timestamp: 'soon', dateAdded: 'soon' } : { id: { number } };

export const encompassModel: Model<Step, Schedule> = { schedule, open: openEncompass, usual: 150 };
