import { parseArgs } from 'node:util';

import {
	startSandbox,
	type CopernicaSwitchChanges,
	type EncompassSwitchChanges,
	type IovoxSwitchChanges,
	type Sandbox,
	type SandboxOptions,
	type SwitchChanges,
} from './index';

const HELP = `Usage: tsx sandbox/main.ts [options]

Starts the vendors' stand-ins on loopback and prints one line of JSON when they are ready:
{"url", "siteUrl", "clientId", "clientSecret", "counts", "encompass", "iovox", "copernica"}, with
Procurios first, {"siteUrl", "apiUrl", "siteId", "apiKey", "counts"} for Encompass,
{"apiUrl", "username", "secureKey", "counts"} for iovox, and
{"apiUrl", "authUrl", "accessToken", "counts"} for Copernica. Ends on SIGTERM or SIGINT.

  --host HOST            address to listen on (127.0.0.1)
  --port N               port, 0 for any free one (0)
  --seed TEXT            the same seed and sizes give the same data (1)
  --latency MS           added to each API answer (0)
  --live                 people go on reading their mail
  --events-per-second N  how busy they are, per vendor (10)
  --late-share N         share of events that are written late (0.05)
  --help                 this text

Procurios:
  --opens N              opens; sets the scale of the other lists (5000)
  --emails N, --recipients N, --clicks N
  --repeat N             the opens so many times, each time later (1)
  --start DATE, --end DATE   the time that the data lies in
  --page-size N          most rows per page of recipients, opens and clicks (1000)
  --switches JSON        readings of what the vendor leaves open, for example {"hrefs":"encoded"}

Encompass:
  --encompass-messages N       messages, sent during the last 20 days (5)
  --encompass-recipients N, --encompass-opens N
                               rows of each message (40, 60)
  --encompass-switches JSON    as --switches, for example {"order":"descending"}

iovox:
  --iovox-mails N              mails, received during the last 20 days (2000)
  --iovox-switches JSON        as --switches, for example {"pageCap":100}

Copernica (rows of each of its two products, from the last 20 days):
  --copernica-emailings N      mass mailings and others (8)
  --copernica-destinations N   messages to one person each (200)
  --copernica-clicks N, --copernica-impressions N
                               clicks and opens (150, 300)
  --copernica-switches JSON    as --switches, for example {"zone":"UTC"}
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			host: { type: 'string' },
			port: { type: 'string' },
			seed: { type: 'string' },
			opens: { type: 'string' },
			emails: { type: 'string' },
			recipients: { type: 'string' },
			clicks: { type: 'string' },
			repeat: { type: 'string' },
			start: { type: 'string' },
			end: { type: 'string' },
			'page-size': { type: 'string' },
			latency: { type: 'string' },
			switches: { type: 'string' },
			live: { type: 'boolean' },
			'events-per-second': { type: 'string' },
			'late-share': { type: 'string' },
			'encompass-messages': { type: 'string' },
			'encompass-recipients': { type: 'string' },
			'encompass-opens': { type: 'string' },
			'encompass-switches': { type: 'string' },
			'iovox-mails': { type: 'string' },
			'iovox-switches': { type: 'string' },
			'copernica-emailings': { type: 'string' },
			'copernica-destinations': { type: 'string' },
			'copernica-clicks': { type: 'string' },
			'copernica-impressions': { type: 'string' },
			'copernica-switches': { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return;
	}
	const number = (name: keyof typeof values) => readNumber(name, values[name]);
	const options: SandboxOptions = {
		host: values.host,
		port: number('port'),
		procurios: {
			seed: values.seed,
			opens: number('opens'),
			emails: number('emails'),
			recipients: number('recipients'),
			clicks: number('clicks'),
			repeat: number('repeat'),
			start: values.start,
			end: values.end,
			pageSize: { others: number('page-size') },
			latency: number('latency'),
			switches: readJson<SwitchChanges>(values.switches),
		},
		encompass: {
			seed: values.seed,
			messages: number('encompass-messages'),
			recipients: number('encompass-recipients'),
			opens: number('encompass-opens'),
			latency: number('latency'),
			switches: readJson<EncompassSwitchChanges>(values['encompass-switches']),
		},
		iovox: {
			seed: values.seed,
			mails: number('iovox-mails') ?? 2000,
			latency: number('latency'),
			switches: readJson<IovoxSwitchChanges>(values['iovox-switches']),
		},
		copernica: {
			seed: values.seed,
			emailings: number('copernica-emailings'),
			destinations: number('copernica-destinations'),
			clicks: number('copernica-clicks'),
			impressions: number('copernica-impressions'),
			latency: number('latency'),
			switches: readJson<CopernicaSwitchChanges>(values['copernica-switches']),
		},
	};
	const sandbox = await startSandbox(options);
	const { procurios, encompass, iovox, copernica } = sandbox;
	if (values.live) {
		for (const vendor of [procurios, encompass, iovox, copernica]) {
			vendor.startLive({
				eventsPerSecond: number('events-per-second'),
				lateShare: number('late-share'),
				seed: values.seed,
			});
		}
	}
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => void sandbox.close());
	}
	process.stdout.write(`${JSON.stringify(factsOf(sandbox))}\n`);
}

function factsOf({ url, procurios, encompass, iovox, copernica }: Sandbox): object {
	const { siteUrl, apiUrl, siteId, apiKey } = encompass;
	const { username, secureKey } = iovox;
	const { authUrl, accessToken } = copernica;
	return {
		url,
		siteUrl: procurios.siteUrl,
		...procurios.client,
		counts: procurios.stats().counts,
		encompass: { siteUrl, apiUrl, siteId, apiKey, counts: encompass.stats().counts },
		iovox: { apiUrl: iovox.apiUrl, username, secureKey, counts: iovox.stats().counts },
		copernica: {
			apiUrl: copernica.apiUrl,
			authUrl,
			accessToken,
			counts: copernica.stats().counts,
		},
	};
}

function readJson<Value>(text: string | undefined): Value | undefined {
	return text === undefined ? undefined : (JSON.parse(text) as Value);
}

function readNumber(name: string, text: string | boolean | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text === '' || Number.isNaN(value)) throw new Error(`--${name} must be a number`);
	return value;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 2;
});
