import { inspect } from 'node:util';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { CopernicaSandbox } from '../../../sandbox';
import { copernicaAt, type MemoryCredentials } from '../credentials';
import { all, run, textOf } from './site';

export const VERSIONS = ['v1', 'v2', 'v3', 'v4'] as const;
export type Version = (typeof VERSIONS)[number];

export const listOf = (version: Version): INodeParameters =>
	version === 'v1'
		? all('messageEvent', { subject: 'email', subjectId: 'ann@example.com' })
		: all('click', { options: { addRecipient: true } });

export const inSmall = (secret: string) =>
	encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase());

function spellings(secret: string): string[] {
	const encoded = encodeURIComponent(secret);
	const form = new URLSearchParams({ x: secret }).toString().slice(2);
	const small = inSmall(secret);
	const json = secret.replaceAll('/', '\\/');
	// As long a part as tells it apart, in case something is cut.
	const parts = [secret.slice(0, 40), encoded.slice(0, 40), secret.slice(-40)];
	return [secret, encoded, form, small, json, ...parts];
}

export interface Trial {
	readonly version: Version;
	readonly parameters?: INodeParameters;
	readonly credential?: IDataObject;
	readonly onError?: INode['onError'];
}

/** Runs the node, and looks for the secrets in all that comes of it. */
export async function trial(
	site: CopernicaSandbox,
	{ version, parameters = listOf(version), credential = {}, onError }: Trial,
) {
	const credentials = copernicaAt(site, { version, ...credential });
	const result = await run(site, parameters, { credentials, ...(onError ? { onError } : {}) });
	expectNoSecret(result, credentials);
	return { ...result, text: textOf(result) };
}

function expectNoSecret(result: object, { stored }: MemoryCredentials): void {
	const { run: data, error } = result as { run: object; error?: Error };
	const all = [
		JSON.stringify(data),
		inspect(data, { depth: 30, showHidden: true, maxStringLength: null, maxArrayLength: null }),
		inspect(error, { depth: 30, showHidden: true, maxStringLength: null }),
		String(error?.stack),
		JSON.stringify(error?.cause ?? null),
	];
	for (const secret of [stored.apiToken, stored.accessToken].map(String)) {
		if (secret === '') continue;
		for (const spelling of spellings(secret)) {
			// Not `toContain`: a failure would print all of it.
			expect(all.map((text) => text.includes(spelling))).toEqual(all.map(() => false));
		}
	}
}
