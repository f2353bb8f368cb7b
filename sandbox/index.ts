import Fastify from 'fastify';

import { registerControl } from './control';
import { EncompassSandbox } from './encompass';
import type { EncompassOptions } from './encompass/options';
import { ProcuriosSandbox } from './procurios';
import type { ProcuriosOptions } from './procurios/options';

export type { Fault, FaultKind } from './faults';
export type { RequestRecord } from './requestLog';
export type { ProcuriosData, ProcuriosSandbox } from './procurios';
export type { HistoryEntry } from './procurios/history';
export type { LiveOptions } from './live';
export type { ProcuriosOptions } from './procurios/options';
export type { ClickRow, EmailRow, LinkRow, OpenRow, RecipientRow } from './procurios/rows';
export type { ProcuriosSwitches, SwitchChanges } from './procurios/switches';
export type { EncompassSandbox } from './encompass';
export type { EncompassData } from './encompass/data';
export type { HistoryEntry as EncompassHistoryEntry } from './encompass/history';
export type { EncompassOptions } from './encompass/options';
export type {
	BounceRow as EncompassBounceRow,
	ClickRow as EncompassClickRow,
	DeliveryRow as EncompassDeliveryRow,
	LinkRow as EncompassLinkRow,
	MessageRow as EncompassMessageRow,
	OpenRow as EncompassOpenRow,
	RecipientRow as EncompassRecipientRow,
} from './encompass/rows';
export type {
	EncompassSwitches,
	SwitchChanges as EncompassSwitchChanges,
} from './encompass/switches';

export interface SandboxOptions {
	/** Default 127.0.0.1. */
	host?: string;
	/** Default 0: any free port. */
	port?: number;
	/** Where one vendor is named, one that is not is there, but holds nothing. */
	procurios?: Partial<ProcuriosOptions>;
	encompass?: Partial<EncompassOptions>;
}

const NO_PROCURIOS: Partial<ProcuriosOptions> = { emails: 0, recipients: 0, opens: 0, clicks: 0 };
const NO_ENCOMPASS: Partial<EncompassOptions> = { messages: 0 };

export interface Sandbox {
	/** For example http://127.0.0.1:34567, without a slash at the end. */
	url: string;
	procurios: ProcuriosSandbox;
	encompass: EncompassSandbox;
	/** Stops live events, drops open connections and frees the port. */
	close(): Promise<void>;
}

/** Starts all vendors on one port, each under a path of its own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const app = Fastify({ logger: false, forceCloseConnections: true });
	const isNamed = options.procurios !== undefined || options.encompass !== undefined;
	const procurios = new ProcuriosSandbox(options.procurios ?? (isNamed ? NO_PROCURIOS : {}));
	const encompass = new EncompassSandbox(options.encompass ?? (isNamed ? NO_ENCOMPASS : {}));
	for (const [name, vendor] of Object.entries({ procurios, encompass })) {
		await app.register(async (scope) => vendor.register(scope), { prefix: `/${name}` });
		await app.register(async (scope) => registerControl(scope, vendor), {
			prefix: `/_control/${name}`,
		});
	}
	const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
	procurios.siteUrl = `${url}/procurios`;
	encompass.baseUrl = `${url}/encompass`;
	return {
		url,
		procurios,
		encompass,
		async close() {
			procurios.stopLive();
			encompass.stopLive();
			await app.close();
		},
	};
}
