import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { givenFields } from '../../../nodes/shared/params';
import { pollOf } from '../../../nodes/shared/poll/trigger';
import { followWhole } from '../../../nodes/shared/poll/whole';
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

	poll = pollOf(postino, this.description.properties, () =>
		followWhole({
			feed: stamps,
			fieldsSince: (time) => givenFields({ since: new Date(time).toISOString() }),
			happenedAt: timeOf,
			isUndated: () => false,
			recordedAt: timeOf,
			lateness: DAY_MS,
			earliest: 0,
		}),
	);
}
