import type { INodeExecutionData } from 'n8n-workflow';
import { ProcuriosTrigger } from '../../nodes/Procurios/ProcuriosTrigger.node';
import { fetchTestEvent, Host, type HostOptions } from './host';

const trigger = new ProcuriosTrigger();

/** An n8n with one active workflow on the Procurios trigger. */
export class ProcuriosHost extends Host {
	constructor(options: Omit<HostOptions, 'trigger'>) {
		super({ ...options, trigger });
	}
}

export const fetchProcuriosTestEvent = async (
	options: Omit<HostOptions, 'trigger' | 'mode'>,
): Promise<INodeExecutionData[]> => await fetchTestEvent({ ...options, trigger });
