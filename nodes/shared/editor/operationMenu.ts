import type { IDataObject, INodePropertyOptions, INodePropertyRouting } from 'n8n-workflow';
import { exportFile } from '../run/export/exportFile';
import type { Feed } from '../feed';
import { getMany } from '../run/getMany';
import type { Vendor } from '../vendor';

type OperationOption = INodePropertyOptions & { routing: INodePropertyRouting };

/** The operation that gives a list. */
export const getManyOption = <R extends IDataObject>(
	vendor: Vendor,
	feed: Feed<R>,
	description: string,
): OperationOption => ({
	name: 'Get Many',
	value: 'getAll',
	action: `Get many ${feed.name}`,
	description,
	routing: getMany(vendor, feed),
});

/** The operation that writes a list to files; an AI agent could do nothing with them. */
export const exportOption = <R extends IDataObject>(
	vendor: Vendor,
	feed: Feed<R>,
	more: Partial<INodePropertyOptions> = {},
): OperationOption => ({
	name: 'Export to File',
	value: 'export',
	action: `Export ${feed.name} to file`,
	description: `Write ${feed.name} to NDJSON or CSV files, in little memory however many there are`,
	displayOptions: { show: { '@tool': [false] } },
	routing: exportFile(vendor, feed),
	...more,
});
