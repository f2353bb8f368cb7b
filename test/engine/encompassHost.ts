import type { INodeExecutionData } from 'n8n-workflow';
import { EncompassTrigger } from '../../nodes/Encompass/EncompassTrigger.node';
import { fetchTestEvent, Host, type HostOptions } from './host';

const trigger = new EncompassTrigger();

/** An n8n with one active workflow on the Encompass trigger. */
export class EncompassHost extends Host {
	constructor(options: Omit<HostOptions, 'trigger'>) {
		super({ ...options, trigger });
	}
}

export const fetchEncompassTestEvent = async (
	options: Omit<HostOptions, 'trigger' | 'mode'>,
): Promise<INodeExecutionData[]> => await fetchTestEvent({ ...options, trigger });
