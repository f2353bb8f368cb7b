import type { INodeExecutionData } from 'n8n-workflow';
import { CopernicaTrigger } from '../../nodes/Copernica/CopernicaTrigger.node';
import { fetchTestEvent, Host, type HostOptions } from './host';

const trigger = new CopernicaTrigger();

/** An n8n with one active workflow on the Copernica trigger. */
export class CopernicaHost extends Host {
	constructor(options: Omit<HostOptions, 'trigger'>) {
		super({ ...options, trigger });
	}
}

export const fetchCopernicaTestEvent = async (
	options: Omit<HostOptions, 'trigger' | 'mode'>,
): Promise<INodeExecutionData[]> => await fetchTestEvent({ ...options, trigger });
