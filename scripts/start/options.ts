import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDir } from '../n8n/layout';

export interface QueueServices {
	postgres: string;
	redis: string;
}

export interface StartOptions {
	/** Run the workflow, check the number of records, end. */
	once: boolean;
	opens: number;
	port: number;
	/** Where n8n keeps its data from one start to the next. */
	dataFolder: string;
	/** n8n's queue mode, with a main process and workers: the URLs of what it needs for that. */
	queue?: QueueServices;
	/** An n8n that runs already, instead of one of our own. */
	runningN8n?: { url: string; email: string; password: string };
}

export function readOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
	const { values } = parseArgs({
		args,
		options: {
			once: { type: 'boolean', default: false },
			opens: { type: 'string', default: '10000' },
			port: { type: 'string', default: '5678' },
			data: { type: 'string', default: startDir },
			queue: { type: 'boolean', default: false },
			postgres: { type: 'string', default: env.POSTGRES_URL },
			redis: { type: 'string', default: env.REDIS_URL },
			// Answered in run.mjs, before anything is installed.
			yes: { type: 'boolean', default: false },
		},
	});
	return {
		once: values.once,
		opens: wholeNumber('--opens', values.opens),
		port: wholeNumber('--port', values.port),
		dataFolder: resolve(values.data),
		queue: values.queue ? queueServices(values) : undefined,
		runningN8n: values.queue ? undefined : runningN8n(env),
	};
}

function wholeNumber(option: string, value: string): number {
	if (!/^\d+$/.test(value)) throw new Error(`${option} takes a whole number, not "${value}"`);
	return Number(value);
}

function runningN8n({ N8N_URL, N8N_EMAIL, N8N_PASSWORD }: NodeJS.ProcessEnv) {
	if (!N8N_URL) return undefined;
	if (!N8N_EMAIL || !N8N_PASSWORD) {
		throw new Error('With N8N_URL set, N8N_EMAIL and N8N_PASSWORD must say how to log in there');
	}
	return { url: N8N_URL.replace(/\/+$/, ''), email: N8N_EMAIL, password: N8N_PASSWORD };
}

function queueServices({ postgres, redis }: Partial<QueueServices>): QueueServices {
	if (!postgres || !redis) throw new Error(howToQueue(postgres, redis));
	return {
		postgres: serviceUrl('--postgres', postgres, ['postgres:', 'postgresql:']),
		redis: serviceUrl('--redis', redis, ['redis:', 'rediss:']),
	};
}

function howToQueue(postgres?: string, redis?: string): string {
	const missing = [
		!postgres && [
			'  --postgres postgres://user:password@host:5432/database   (or POSTGRES_URL), a database of its own',
			'    for one to try: docker run --rm -d -p 5432:5432 -e POSTGRES_PASSWORD=n8n postgres',
			'    and then        --postgres postgres://postgres:n8n@localhost:5432/postgres',
		],
		!redis && [
			'  --redis redis://host:6379/0   (or REDIS_URL)',
			'    for one to try: docker run --rm -d -p 6379:6379 redis',
			'    and then        --redis redis://localhost:6379/0',
		],
	];
	return [
		'Workers of n8n need a PostgreSQL and a Redis, to share their work. Say where:',
		...missing.flatMap((lines) => lines || []),
	].join('\n');
}

/** @throws Error without the value, which may hold a password */
function serviceUrl(option: string, value: string, protocols: readonly string[]): string {
	if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
	throw new Error(`${option} takes a URL that begins with ${protocols.join('// or ')}//`);
}
