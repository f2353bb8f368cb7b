import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { EncompassSandbox, ProcuriosSandbox, Sandbox } from '../../sandbox';
import type { Credential, N8nClient } from '../../scripts/n8n/client';
import {
	encompassCredential,
	encompassLogin,
	procuriosCredential,
	procuriosLogin,
} from '../n8n/shared';

/** A trigger that starts with every open, and what it follows. */
export interface OpenTrigger {
	node: string;
	vendor: keyof Pick<Sandbox, 'procurios' | 'encompass'>;
	credential(client: N8nClient, sandbox: Sandbox): Promise<Credential>;
	parameters: INodeParameters;
	/** The opens that were written since the start, as they are in the vendor's list. */
	written(sandbox: Sandbox): object[];
	/** The same of an event that the trigger gave out. */
	recordOf(event: IDataObject): object;
}

export type VendorSandbox = ProcuriosSandbox | EncompassSandbox;

export const triggers: readonly OpenTrigger[] = [
	{
		node: 'procuriosTrigger',
		vendor: 'procurios',
		credential: async (client, sandbox) =>
			await procuriosCredential(client, procuriosLogin(sandbox)),
		parameters: { traffic: 'all' },
		written: ({ procurios }) =>
			procurios.history.filter(({ kind }) => kind === 'open').map(({ row }) => row),
		recordOf: ({ raw }) => raw as object,
	},
	{
		node: 'encompassTrigger',
		vendor: 'encompass',
		credential: async (client, sandbox) =>
			await encompassCredential(client, encompassLogin(sandbox)),
		parameters: { messageScope: 'all' },
		written: ({ encompass }) =>
			encompass.history
				.filter(({ kind }) => kind === 'open')
				.map(({ row, messageId }) => ({ ...row, messageId })),
		recordOf({ raw }) {
			const { message, ...row } = raw as IDataObject;
			expect(message).toBeDefined();
			return row;
		},
	},
];
