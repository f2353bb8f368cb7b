import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { givenFields } from '../../../nodes/shared/params';
import { pollOf } from '../../../nodes/shared/poll/trigger';
import { exactClock } from '../../../nodes/shared/poll/window/clock';
import { followWindow } from '../../../nodes/shared/poll/window/window';
import { stamps, timeOf } from './lists';
import { postino } from './vendor';

const DAY_MS = 86_400_000;

export class PostinoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Postino Trigger',
		name: 'postinoTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Starts when a letter is stamped',
		defaults: { name: 'Postino Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: postino.credentialType, required: true }],
		properties: [],
	};

	poll = pollOf(postino, this.description.properties, () => ({
		name: stamps.name,
		hasDates: true,
		lists: [
			followWindow({
				key: 'stamps',
				feed: stamps,
				clock: exactClock,
				fieldsSince: (from) => givenFields({ since: new Date(Math.max(0, from)).toISOString() }),
				standsAt: timeOf,
				occurrences: (stamp) => [{ key: stamps.identity(stamp), at: timeOf(stamp) }],
				present: (stamp) => stamp,
				lookBack: 0,
				lateness: DAY_MS,
				farEvery: 0,
			}),
		],
	}));
}
