import type { INodeExecutionData } from 'n8n-workflow';
import { IovoxTrigger } from '../../nodes/Iovox/IovoxTrigger.node';
import { fetchTestEvent, Host, type HostOptions } from './host';

const trigger = new IovoxTrigger();

/** An n8n with one active workflow on the iovox trigger. */
export class IovoxHost extends Host {
	constructor(options: Omit<HostOptions, 'trigger'>) {
		super({ ...options, trigger });
	}
}

export const fetchIovoxTestEvent = async (
	options: Omit<HostOptions, 'trigger' | 'mode'>,
): Promise<INodeExecutionData[]> => await fetchTestEvent({ ...options, trigger });
