import type { INodePropertyOptions, INodeType } from 'n8n-workflow';

type Operation = readonly [resource: string, operation: string];

export const operationsOf = ({ description }: INodeType): Operation[] =>
	description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(options as INodePropertyOptions[]).map(
				({ value }) => [String(displayOptions!.show!.resource![0]), String(value)] as const,
			),
		);

/** Those whose items are what the vendor gives; the others' items are files. */
export const operationsWithRecords = (node: INodeType): Operation[] =>
	operationsOf(node).filter(([, operation]) => !operation.startsWith('export'));
