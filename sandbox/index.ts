import Fastify from 'fastify';

import { registerControl } from './control';
import { ProcuriosSandbox } from './procurios';
import type { ProcuriosOptions } from './procurios/options';

export type { Fault, FaultKind } from './faults';
export type { RequestRecord } from './requestLog';
export type { ProcuriosData, ProcuriosSandbox } from './procurios';
export type { HistoryEntry } from './procurios/history';
export type { LiveOptions } from './procurios/live';
export type { ProcuriosOptions } from './procurios/options';
export type { ClickRow, EmailRow, LinkRow, OpenRow, RecipientRow } from './procurios/rows';
export type { ProcuriosSwitches, SwitchChanges } from './procurios/switches';

export interface SandboxOptions {
	/** Default 127.0.0.1. */
	host?: string;
	/** Default 0: any free port. */
	port?: number;
	procurios?: Partial<ProcuriosOptions>;
}

export interface Sandbox {
	/** For example http://127.0.0.1:34567, without a slash at the end. */
	url: string;
	procurios: ProcuriosSandbox;
	/** Stops live events, drops open connections and frees the port. */
	close(): Promise<void>;
}

/** Starts all vendors on one port, each under a path of its own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const app = Fastify({ logger: false, forceCloseConnections: true });
	const procurios = new ProcuriosSandbox(options.procurios);
	await app.register(async (scope) => procurios.register(scope), { prefix: '/procurios' });
	await app.register(async (scope) => registerControl(scope, procurios), {
		prefix: '/_control/procurios',
	});
	const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
	procurios.siteUrl = `${url}/procurios`;
	return {
		url,
		procurios,
		async close() {
			procurios.stopLive();
			await app.close();
		},
	};
}
