import Fastify from 'fastify';

import { registerControl } from './control';
import { CopernicaSandbox } from './copernica';
import type { CopernicaOptions } from './copernica/options';
import { EncompassSandbox } from './encompass';
import type { EncompassOptions } from './encompass/options';
import { IovoxSandbox } from './iovox';
import type { IovoxOptions } from './iovox/options';
import { ProcuriosSandbox } from './procurios';
import type { ProcuriosOptions } from './procurios/options';

export type { Controllable } from './control';
export type { DateTeller, Fault, FaultKind } from './faults';
export type { LiveOptions } from './live';
export type { RequestRecord } from './requestLog';
export type { ProcuriosData, ProcuriosSandbox } from './procurios';
export type { HistoryEntry as ProcuriosHistoryEntry } from './procurios/history';
export type { ProcuriosOptions } from './procurios/options';
export type {
	ClickRow as ProcuriosClickRow,
	EmailRow as ProcuriosEmailRow,
	LinkRow as ProcuriosLinkRow,
	OpenRow as ProcuriosOpenRow,
	RecipientRow as ProcuriosRecipientRow,
} from './procurios/rows';
export type {
	ProcuriosSwitches,
	SwitchChanges as ProcuriosSwitchChanges,
} from './procurios/switches';
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
export type { IovoxData, IovoxSandbox } from './iovox';
export type { Change as IovoxChange, Given as IovoxGiven } from './iovox/changes';
export type { HistoryEntry as IovoxHistoryEntry } from './iovox/history';
export type { IovoxOptions } from './iovox/options';
export type { SentMail as IovoxSentMail } from './iovox/outbox';
export type {
	LinkRow as IovoxLinkRow,
	MailRow as IovoxMailRow,
	ProxyRow as IovoxProxyRow,
} from './iovox/rows';
export type { IovoxSwitches, SwitchChanges as IovoxSwitchChanges } from './iovox/switches';
export type { CopernicaSandbox } from './copernica';
export type { CopernicaData } from './copernica/data';
export type { HistoryEntry as CopernicaHistoryEntry } from './copernica/history';
export type { CopernicaOptions } from './copernica/options';
export type {
	DestinationRecord as CopernicaDestination,
	EmailingRecord as CopernicaEmailing,
	EventRecord as CopernicaEvent,
	Kind as CopernicaKind,
	Product as CopernicaProduct,
	ProfileRecord as CopernicaProfile,
	SubprofileRecord as CopernicaSubprofile,
} from './copernica/rows';
export type {
	CopernicaSwitches,
	SwitchChanges as CopernicaSwitchChanges,
} from './copernica/switches';

export interface SandboxOptions {
	/** Default 127.0.0.1. */
	host?: string;
	/** Default 0: any free port. */
	port?: number;
	/** Where one vendor is named, one that is not is there, but holds nothing. */
	procurios?: Partial<ProcuriosOptions>;
	encompass?: Partial<EncompassOptions>;
	iovox?: Partial<IovoxOptions>;
	copernica?: Partial<CopernicaOptions>;
}

const NO_PROCURIOS: Partial<ProcuriosOptions> = { emails: 0, recipients: 0, opens: 0, clicks: 0 };
const NO_ENCOMPASS: Partial<EncompassOptions> = { messages: 0 };
const NO_IOVOX: Partial<IovoxOptions> = { mails: 0, links: 0 };
const NO_COPERNICA: Partial<CopernicaOptions> = { emailings: 0, profiles: 0 };

export interface Sandbox {
	/** For example http://127.0.0.1:34567, without a slash at the end. */
	url: string;
	procurios: ProcuriosSandbox;
	encompass: EncompassSandbox;
	iovox: IovoxSandbox;
	copernica: CopernicaSandbox;
	/** Stops live events, drops open connections and frees the port. */
	close(): Promise<void>;
}

/** What a program that uses the sandbox has to know: where it is, and of each vendor what a user fills in. */
export type SandboxFacts = Pick<Sandbox, 'url'> & {
	[Name in Exclude<keyof Sandbox, 'url' | 'close'>]: Sandbox[Name]['facts'];
};

export const factsOf = ({
	url,
	procurios,
	encompass,
	iovox,
	copernica,
}: Sandbox): SandboxFacts => ({
	url,
	procurios: procurios.facts,
	encompass: encompass.facts,
	iovox: iovox.facts,
	copernica: copernica.facts,
});

/** Starts all vendors on one port, each under a path of its own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const app = Fastify({ logger: false, forceCloseConnections: true });
	const named = [options.procurios, options.encompass, options.iovox, options.copernica];
	const isNamed = named.some((vendor) => vendor !== undefined);
	const procurios = new ProcuriosSandbox(options.procurios ?? (isNamed ? NO_PROCURIOS : {}));
	const encompass = new EncompassSandbox(options.encompass ?? (isNamed ? NO_ENCOMPASS : {}));
	const iovox = new IovoxSandbox(options.iovox ?? (isNamed ? NO_IOVOX : {}));
	const copernica = new CopernicaSandbox(options.copernica ?? (isNamed ? NO_COPERNICA : {}));
	const vendors = { procurios, encompass, iovox, copernica };
	for (const [name, vendor] of Object.entries(vendors)) {
		await app.register(async (scope) => vendor.register(scope), { prefix: `/${name}` });
		await app.register(async (scope) => registerControl(scope, vendor), {
			prefix: `/_control/${name}`,
		});
	}
	const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
	for (const [name, vendor] of Object.entries(vendors)) vendor.baseUrl = `${url}/${name}`;
	return {
		url,
		...vendors,
		async close() {
			for (const vendor of Object.values(vendors)) vendor.stopLive();
			await app.close();
		},
	};
}
