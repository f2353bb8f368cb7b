import type { INodeType } from 'n8n-workflow';
import { CopernicaTrigger } from '../../nodes/Copernica/CopernicaTrigger.node';
import { EncompassTrigger } from '../../nodes/Encompass/EncompassTrigger.node';
import { IovoxTrigger } from '../../nodes/Iovox/IovoxTrigger.node';
import { ProcuriosTrigger } from '../../nodes/Procurios/ProcuriosTrigger.node';
import { definingFieldsOf } from '../../nodes/shared/poll/triggerProperties';

it.each<[string, INodeType, string[]]>([
	['Procurios', new ProcuriosTrigger(), ['event', 'emailScope', 'emailId']],
	[
		'iovox',
		new IovoxTrigger(),
		['event', 'dispositions', 'conversationId', 'lookBackDays'].concat(
			['linkId', 'nodeId', 'recipientAddress', 'senderAddress'].map((name) => `filters.${name}`),
		),
	],
	['Copernica', new CopernicaTrigger(), ['scope', 'emailingId', 'subjectId', 'filters.tags']],
	['Encompass', new EncompassTrigger(), ['event', 'messageScope', 'messageIds']],
])(
	'the trigger of %s begins anew where what it follows is changed, and else goes on',
	(_, trigger, fields) => {
		const defining = definingFieldsOf(trigger.description.properties);
		expect(defining.sort()).toEqual([...fields, 'startFrom'].sort());
	},
);
