import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type CopernicaProduct, type CopernicaSandbox, startSandbox } from '../../../sandbox';
import { copernicaAt } from '../../engine/credentials';
import { Host, type Mode } from '../../engine/host';
import type { Model } from '../model';
import type { World } from '../play';
import { Asked } from './asked';
import { idsGot } from './got';
import { CopernicaLedger } from './ledger';
import { type Event, KINDS, type Late, type Schedule, schedule, type Step } from './schedule';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Lets time pass while the trigger catches up: what comes late is seen by the next sweep. */
class PatientHost extends Host {
	isCatchingUp = false;

	override async tick(): Promise<void> {
		if (this.isCatchingUp) jest.setSystemTime(Date.now() + 9 * HOUR_MS);
		await super.tick();
	}

	override putBack(staticData: IDataObject): void {
		this.isCatchingUp = false;
		super.putBack(staticData);
	}
}

/** A small account of both products, and a trigger as the schedule wants it. */
async function openCopernica(mode: Mode, plan: Schedule): Promise<World<Step>> {
	jest.setSystemTime(plan.clock);
	const skew = plan.dateHeader ? plan.skewSeconds * SECOND_MS : 0;
	const vendorNow = () => Date.now() + skew;
	const { zone, order, emailingOrder, bounds, fieldBounds, prefixes, idKey } = plan;
	const { totalHonoured, limitShown, pageCap, lateSeconds, eventKey, eventData } = plan;
	const { errorEvent, expiredJwt, overloadStatus, dateHeader, seed, idStep } = plan;
	const sandbox = await startSandbox({
		copernica: {
			...{ seed, idStep, profiles: 8, now: vendorNow },
			...{ emailings: 3, destinations: 9, clicks: 8, impressions: 9 },
			...{ errors: 4, abuses: 2, unsubscribes: 3 },
			switches: {
				...{ zone, order, emailingOrder, bounds, fieldBounds, prefixes, idKey },
				...{ totalHonoured, limitShown, pageCap, lateSeconds, eventKey, eventData },
				...{ errorEvent, expiredJwt, overloadStatus, dateHeader },
			},
		},
	});
	const { copernica } = sandbox;
	const asked = new Asked(copernica, plan);
	const date = vendorNow() - 5 * DAY_MS;
	const host = new PatientHost({
		mode,
		credentials: copernicaAt(copernica, { version: asked.version }),
		parameters: parametersOf(asked, date),
	});
	const { switches } = copernica;
	const cleared = () => {
		copernica.clearFaults();
		Object.assign(switches, { overload: null, v4Only: false });
		host.isCatchingUp = true;
	};
	const ledger = new CopernicaLedger(copernica, asked, date, () => ({
		emitted: host.emitted.length,
		stateSize: JSON.stringify(host.state).length,
	}));
	// Of the last hours it is least clear what happened before the first contact.
	for (const minutes of [3, 45, 100]) {
		const late = { of: 'no' as const, part: 0 };
		const step = { isMs: true, which: minutes + seed, place: seed, late, times: 3, odd: undefined };
		const ago = () => vendorNow() - minutes * 60 * SECOND_MS;
		happen({ copernica, asked, vendorNow: ago }, { do: 'event', ...step });
	}
	return {
		host,
		ledger,
		vendor: {
			fault: (fault) => copernica.fault(fault),
			clearFaults: cleared,
			tellDate: (tell) => copernica.tellDate(tell),
			revokeTokens: () => copernica.revokeTokens(),
			nextRequest: async () => await copernica.nextRequest(),
			get requests() {
				return copernica.requests;
			},
			get history() {
				return copernica.history;
			},
		},
		apiPath: '/api/v',
		vendorNow,
		happen(step) {
			// A refusal at the first contact keeps the workflow from being published.
			if (step.do === 'refuse' && !host.state.poll) return;
			if (step.do === 'choose') {
				asked.choose(step.events);
				ledger.chosen();
				host.edit(parametersOf(asked, date));
				return;
			}
			happen({ copernica, asked, vendorNow }, step);
		},
		isEdit: (step) => step.do === 'choose',
		mayRepeat: () => ledger.hasBegunAnew,
		// What of a refusal is cut off does not say what it is of.
		mayRefuse: ({ message }) => /too many|refuses the|rejects the/.test(message),
		async close() {
			const ids = host.emitted.filter(({ raw }) => raw !== undefined).map(({ id }) => String(id));
			const got = ids.length > 0 ? await idsGot(copernica, asked) : new Set<string>();
			await sandbox.close();
			expect(ids.filter((id) => !got.has(id))).toEqual([]);
		},
	};
}

function parametersOf({ plan, events, id, isV1 }: Asked, date: number): INodeParameters {
	const { api, subject, product, startFrom, output, maxEvents, sweepHours, timeZone } = plan;
	return {
		events: [...events],
		scope: isV1 ? subject : api,
		...(isV1 ? { subjectId: id } : {}),
		...(api === 'account' ? { product } : {}),
		...(api === 'emailing'
			? {
					product: product === 'publisher' ? product : 'ms',
					emailingId: { __rl: true, mode: 'id', value: id },
				}
			: {}),
		...{ startFrom, output, startDate: new Date(date).toISOString() },
		options: { maxEvents, sweepHours, timeZone, pathNames: pathNamesOf(plan) },
	};
}

const pathNamesOf = ({ prefixes }: Schedule) => (prefixes === 'old' ? 'old' : 'auto');

interface Parts {
	copernica: CopernicaSandbox;
	asked: Asked;
	vendorNow(): number;
}

function happen(parts: Parts, step: Exclude<Step, { do: 'choose' }>): void {
	const { copernica, asked, vendorNow } = parts;
	const { add, switches } = copernica;
	switch (step.do) {
		case 'event':
			for (let time = 0; time < step.times; time++) {
				const [product, event] = chosen(asked, step, time);
				const timestamp = vendorNow() - lateness(asked, event, step.late);
				const to = placeOf(asked, step.place + time);
				// Of its rows, Copernica's own time may be one that cannot be read; its IDs are its keys.
				const unreadable = `soon ${copernica.history.length}`;
				add[KINDS[event]]({
					...(to.product === product ? to : {}),
					...{ product, timestamp },
					...(step.odd
						? { shown: asked.isV1 ? { time: unreadable } : { timestamp: unreadable } }
						: {}),
				});
			}
			break;
		case 'equal': {
			const [event] = asked.events.filter((each) => each !== 'emailing');
			if (!event) break;
			const { product, destination } = placeOf(asked, 1);
			const timestamp = vendorNow() - lateness(asked, event, step.late);
			const [link] = asked.emailing.links;
			const details = {
				click: { ip: '192.0.2.1', useragent: 'x', ...(link ? { link } : {}) },
				open: { ip: '192.0.2.1', useragent: 'x' },
				delivery: { attempts: 0 },
				bounce: { status: '5.1.1', errorcode: '550', description: 'x', errortype: 'error' },
				complaint: { details: 'x' },
				unsubscribe: {},
			}[event];
			for (let time = 0; time < step.times; time++) {
				add[KINDS[event]]({ product, destination, timestamp, ...details });
			}
			break;
		}
		case 'mailing': {
			const product = step.isMs ? 'ms' : 'publisher';
			const timestamp = vendorNow() - lateness(asked, 'emailing', step.late);
			add.emailing({ product, timestamp }, step.destinations);
			break;
		}
		case 'overload':
			switches.overload = step.every;
			break;
		case 'refuse':
			switches.v4Only = step.isRefused;
			break;
		case 'pause':
			jest.setSystemTime(Date.now() + step.minutes * 60 * SECOND_MS);
			break;
	}
}

/** Mostly what is asked for. */
function chosen(
	asked: Asked,
	{ isMs, which }: { isMs: boolean; which: number },
	time: number,
): [CopernicaProduct, keyof typeof KINDS] {
	const all = Object.keys(KINDS) as Array<keyof typeof KINDS>;
	const events = asked.events.filter((each): each is keyof typeof KINDS => each !== 'emailing');
	const place = which + time;
	const of = which % 8 === 0 || events.length === 0 ? all : events;
	const product = isMs ? 'ms' : 'publisher';
	const { products } = asked;
	const isOther = which % 8 !== 0 && !products.includes(product);
	return [isOther ? products[0]! : product, of[place % of.length]!];
}

/** Mostly the message, or the emailing, that is asked for; of the account, any. */
function placeOf(asked: Asked, place: number) {
	const product: CopernicaProduct = asked.products[0]!;
	if (place % 4 === 0) return { product };
	const { message, emailing } = asked;
	return place % 4 === 1 || asked.isV1
		? { product, destination: message.id }
		: { product, emailing: emailing.id };
}

function lateness(asked: Asked, event: Event, { of, part }: Late): number {
	if (of === 'ahead') return part < 50 ? -150 * SECOND_MS : -HOUR_MS;
	const horizon = asked.horizonOf(event) - asked.plan.lateSeconds * SECOND_MS;
	const most = {
		no: 0,
		seconds: 60 * SECOND_MS,
		minutes: HOUR_MS,
		horizon: horizon - SECOND_MS,
		more: 3 * horizon,
	}[of];
	return Math.floor((most * part) / 100_000) * SECOND_MS;
}

export const copernicaModel: Model<Step, Schedule> = { schedule, open: openCopernica, usual: 150 };
