import { type IovoxSandbox, startSandbox } from '../../../sandbox';
import { iovoxAt } from '../../engine/credentials';
import { Host, type Mode } from '../../engine/host';
import type { Model } from '../model';
import { START, type World } from '../play';
import { IovoxLedger } from './ledger';
import { type Schedule, schedule, type Step } from './schedule';

const DAY_MS = 86_400_000;

/** A small iovox, and a trigger as the schedule wants it. */
async function openIovox(mode: Mode, plan: Schedule): Promise<World<Step>> {
	const skew = plan.dateHeader ? plan.skewSeconds * 1_000 : 0;
	const vendorNow = () => Date.now() + skew;
	const { totalPages, totalResults, bounds, missing, obeysOrder, ties } = plan;
	const { deliveryDateOfBounced, readDates, pageCap, dateHeader } = plan;
	const sandbox = await startSandbox({
		iovox: {
			seed: plan.seed,
			mails: 25,
			links: 3,
			failShare: 0.2,
			conversationShare: 0.9,
			start: new Date(START + skew - 20 * DAY_MS),
			end: new Date(START + skew),
			now: vendorNow,
			switches: {
				...{ totalPages, totalResults, bounds, missing, obeysOrder, ties },
				...{ deliveryDateOfBounced, readDates, pageCap, dateHeader },
			},
		},
	});
	const { iovox } = sandbox;
	const date = vendorNow() - 5 * DAY_MS;
	const { event, startFrom, output, maxEvents, lookBackDays, dispositions } = plan;
	const conversationId = iovox.data.mails.find(
		({ conversation_id }) => conversation_id,
	)!.conversation_id!;
	const linkId = iovox.data.links[0]!.link_id;
	const host = new Host({
		mode,
		credentials: iovoxAt(iovox),
		parameters: {
			...{ event, startFrom, output, lookBackDays },
			...(event === 'failed' ? { dispositions } : {}),
			...(event === 'conversation' ? { conversationId } : {}),
			filters: plan.isFiltered ? { linkId } : {},
			startDate: new Date(date).toISOString(),
			options: { maxEvents },
		},
	});
	const isAsked = (mail: { conversation_id?: string | undefined; link_id?: string | undefined }) =>
		(event !== 'conversation' || mail.conversation_id === conversationId) &&
		(!plan.isFiltered || mail.link_id === linkId);
	const ledger = new IovoxLedger(iovox, plan, date, isAsked, () => host.emitted.length);
	return {
		host,
		ledger,
		vendor: iovox,
		apiPath: '/email/search',
		vendorNow,
		happen: (step) => happen(iovox, { ledger, vendorNow, lookBackDays }, step),
		mayRefuse: () => false,
		close: async () => await sandbox.close(),
	};
}

/** Where a mail may go from where it is. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
	received: ['sent', 'sent', 'queued', 'undeliverable', 'noMxRecord', 'no_rules', 'rule_error'],
	queued: ['sent', 'expired', 'undeliverable'],
	sent: ['received_bounced'],
};

interface Surroundings {
	ledger: IovoxLedger;
	vendorNow(): number;
	lookBackDays: number;
}

function happen(
	iovox: IovoxSandbox,
	{ ledger, vendorNow, lookBackDays }: Surroundings,
	step: Step,
): void {
	const { add, data } = iovox;
	/** The newest ones first: of the others, little becomes. */
	const mailAt = (place: number) => data.mails.at(-1 - (place % data.mails.length))!;
	switch (step.do) {
		case 'mail':
			for (let time = 0; time < step.times; time++) {
				const { link_id } = data.links[(step.link + time) % data.links.length]!;
				const at = vendorNow() - step.late * 1_000;
				const { message_id } = add.mail({
					...{ link_id, receive_date: at },
					...(step.delivered ? { disposition: 'sent', delivery_date: at } : {}),
					...(step.odd ? { shown: { receive_date: 'soon' } } : {}),
				});
				// Its ID is the only key of a mail.
				if (step.odd) ledger.undated.add(message_id);
			}
			break;
		case 'reply': {
			const { message_id, conversation_id } = mailAt(step.which);
			if (conversation_id !== undefined) add.reply(message_id);
			break;
		}
		case 'moveOn':
			for (let time = 0; time < step.times; time++) {
				const { message_id, disposition, receive_date } = mailAt(step.which + time);
				const ways = WAYS[disposition] ?? [];
				if (ways.length === 0) continue;
				const at = notBefore(receive_date, vendorNow() - step.late * 1_000);
				add.change(message_id, { disposition: ways[step.way % ways.length]!, at });
			}
			break;
		case 'read':
			for (let time = 0; time < step.times; time++) {
				const { message_id, delivery_date, read_disposition } = mailAt(step.which + time);
				if (delivery_date === undefined || read_disposition === 'read') continue;
				const at = notBefore(delivery_date, vendorNow() - step.late * 1_000);
				add.change(message_id, { read: true, at });
			}
			break;
		case 'edge': {
			const received = Date.parse(`${mailAt(step.which).receive_date.replace(' ', 'T')}Z`);
			const wait = received + lookBackDays * DAY_MS + step.minutes * 60_000 - vendorNow();
			if (wait > 0) jest.setSystemTime(Date.now() + wait);
			break;
		}
		case 'days':
			jest.setSystemTime(Date.now() + step.days * DAY_MS);
			break;
	}
}

const notBefore = (date: string, at: number) =>
	Math.max(Date.parse(`${date.replace(' ', 'T')}Z`), at);

export const iovoxModel: Model<Step, Schedule> = { schedule, open: openIovox, usual: 150 };
