import { parseArgs } from 'node:util';

import { factsOf, startSandbox } from './index';

const HELP = `Usage: tsx sandbox/main.ts [options]

Starts the vendors' stand-ins on loopback and prints one line of JSON when they are ready:
{"url", "procurios", "encompass", "iovox", "copernica"}, for each vendor what a user of it fills in,
and "counts". Ends on SIGTERM or SIGINT.

  --host HOST            address to listen on (127.0.0.1)
  --port N               port, 0 for any free one (0)
  --seed TEXT            the same seed and sizes give the same data (1)
  --latency MS           added to each API answer (0)
  --live                 people go on reading their mail
  --events-per-second N  how busy they are, per vendor (10)
  --late-share N         share of events that are written late (0.05)
  --help                 this text

Procurios:
  --procurios-opens N          opens; sets the scale of the other lists (5000)
  --procurios-emails N, --procurios-recipients N, --procurios-clicks N
  --procurios-repeat N         the opens so many times, each time later (1)
  --procurios-start DATE, --procurios-end DATE
                               the time that the data lies in
  --procurios-page-size N      most rows per page of recipients, opens and clicks (1000)
  --procurios-switches JSON    readings of what the vendor leaves open, for example
                               {"hrefs":"encoded"}

Encompass:
  --encompass-messages N       messages, sent during the last 20 days (5)
  --encompass-recipients N, --encompass-opens N
                               rows of each message (40, 60)
  --encompass-switches JSON    for example {"order":"descending"}

iovox:
  --iovox-mails N              mails, received during the last 20 days (2000)
  --iovox-switches JSON        for example {"pageCap":100}

Copernica (rows of each of its two products, from the last 20 days):
  --copernica-emailings N      mass mailings and others (8)
  --copernica-destinations N   messages to one person each (200)
  --copernica-clicks N, --copernica-impressions N
                               clicks and opens (150, 300)
  --copernica-switches JSON    for example {"zone":"UTC"}
`;

const OF_ALL = ['host', 'port', 'seed', 'latency', 'events-per-second', 'late-share'];
/** Options of a vendor that are numbers, by the name of the vendor. */
const NUMBERS = {
	procurios: ['opens', 'emails', 'recipients', 'clicks', 'repeat', 'page-size'],
	encompass: ['messages', 'recipients', 'opens'],
	iovox: ['mails'],
	copernica: ['emailings', 'destinations', 'clicks', 'impressions'],
};
const VENDORS = Object.keys(NUMBERS) as Array<keyof typeof NUMBERS>;
const TEXTS = ['procurios-start', 'procurios-end', ...VENDORS.map((name) => `${name}-switches`)];

async function main(): Promise<void> {
	const sized = VENDORS.flatMap((vendor) => NUMBERS[vendor].map((name) => `${vendor}-${name}`));
	const texts = [...OF_ALL, ...sized, ...TEXTS].map((name) => [name, { type: 'string' }] as const);
	const { values: flags } = parseArgs({
		options: { ...Object.fromEntries(texts), live: { type: 'boolean' }, help: { type: 'boolean' } },
	});
	if (flags.help) {
		process.stdout.write(HELP);
		return;
	}
	const values = flags as Readonly<Record<string, string | undefined>>;
	const number = (name: string) => readNumber(name, values[name]);
	/** What all vendors are told, and the sizes of one. */
	const optionsOf = (vendor: keyof typeof NUMBERS) => ({
		...{ seed: values.seed, latency: number('latency') },
		switches: readJson(values[`${vendor}-switches`]),
		...Object.fromEntries(NUMBERS[vendor].map((name) => [name, number(`${vendor}-${name}`)])),
	});
	const sandbox = await startSandbox({
		host: values.host,
		port: number('port'),
		procurios: {
			...optionsOf('procurios'),
			...{ start: values['procurios-start'], end: values['procurios-end'] },
			pageSize: { others: number('procurios-page-size') },
		},
		encompass: optionsOf('encompass'),
		iovox: { ...optionsOf('iovox'), mails: number('iovox-mails') ?? 2000 },
		copernica: optionsOf('copernica'),
	});
	if (flags.live) {
		for (const vendor of VENDORS) {
			sandbox[vendor].startLive({
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

function readJson(text: string | undefined): object | undefined {
	return text === undefined ? undefined : (JSON.parse(text) as object);
}

function readNumber(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text === '' || Number.isNaN(value)) throw new Error(`--${name} must be a number`);
	return value;
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 2;
});
