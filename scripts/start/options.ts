import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDir } from '../n8n/layout';

export interface StartOptions {
	/** Run the workflow, check the number of records, end. */
	once: boolean;
	opens: number;
	port: number;
	/** Where n8n keeps its data from one start to the next. */
	dataFolder: string;
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
			// Answered in run.mjs, before anything is installed.
			yes: { type: 'boolean', default: false },
		},
	});
	return {
		once: values.once,
		opens: wholeNumber('--opens', values.opens),
		port: wholeNumber('--port', values.port),
		dataFolder: resolve(values.data),
		runningN8n: runningN8n(env),
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
