import { type LiveOptions, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { replyOf, type Reply } from './procurios/client';

export type VendorName = Exclude<keyof Sandbox, 'url' | 'close'>;

/** Long after all that is made up at the start. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** A vendor at which so much has happened, within five minutes. */
export async function busy<Name extends VendorName>(
	name: Name,
	times: number,
	options: LiveOptions = {},
	data: SandboxOptions[Name] = {},
): Promise<Sandbox[Name]> {
	let clock = NOW;
	const sandbox = await startSandbox({ [name]: { now: () => clock, ...data } });
	for (let i = 0; i < 10; i++) {
		sandbox[name].happen(times / 10, { ...options, seed: `${options.seed ?? 1} ${i}` });
		clock += 30_000;
	}
	await sandbox.close();
	return sandbox[name];
}

/** The control API of a vendor, for other processes. */
export interface Control {
	read(path: string): Promise<Reply>;
	post(path: string, body?: object): Promise<Reply>;
}

export function controlOf({ url }: Sandbox, name: VendorName): Control {
	const at = (path: string) => `${url}/_control/${name}/${path}`;
	return {
		read: async (path) => await replyOf(await fetch(at(path))),
		async post(path, body) {
			const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
			return await replyOf(await fetch(at(path), { method: 'POST', ...(body ? json : {}) }));
		},
	};
}
