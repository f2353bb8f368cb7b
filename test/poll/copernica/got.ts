import type { INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox } from '../../../sandbox';
import { all, jsonOf } from '../../engine/copernica/site';
import type { Asked } from './asked';

/** The IDs of the tracking events that Get Many gives of what a trigger follows. */
export async function idsGot(copernica: CopernicaSandbox, asked: Asked): Promise<Set<string>> {
	const { plan, products, version, id, isV1 } = asked;
	const events = [...asked.everAsked];
	const pathNames = plan.prefixes === 'old' ? 'old' : 'auto';
	const given: INodeParameters = { output: 'trackingEvent' };
	const options = { timeZone: plan.timeZone };
	const requests: INodeParameters[] = isV1
		? [
				all('messageEvent', {
					...{ ...given, options, subject: plan.subject, subjectId: id },
					filters: { startDate: '2025-12-01', events: [...events] },
				}),
			]
		: products.flatMap((product) =>
				events.map((event) =>
					all(event, {
						...{ ...given, product, scope: plan.api, options: { ...options, pathNames } },
						...(id === '' ? {} : { emailingId: { __rl: true, mode: 'id', value: id } }),
					}),
				),
			);
	const ids = new Set<string>();
	for (const parameters of requests) {
		for (const event of await jsonOf(copernica, parameters, { version })) {
			ids.add(String(event.id));
		}
	}
	return ids;
}
