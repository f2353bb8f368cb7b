import { delimiter, dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { startProcess } from './processes';

export interface NpmOptions {
	cwd: string;
	/** The Node that runs npm and the packages' build steps; this process's own by default. */
	node?: string;
	env?: NodeJS.ProcessEnv;
}

/** Runs npm quietly and resolves with what it printed; what went wrong is in the error. */
export async function npm(args: string[], options: NpmOptions): Promise<string> {
	const node = options.node ?? process.execPath;
	const { program, leading } = npmProgram(node);
	const child = startProcess(program, [...leading, ...args], {
		cwd: options.cwd,
		env: { ...withoutOuterNpm(process.env), ...pathWith(node), ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const code = new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	const [out, errors] = await Promise.all([child.stdout, child.stderr].map((s) => s && text(s)));
	if ((await code) !== 0) {
		const said = `${out}\n${errors}`.trim().split('\n').slice(-40).join('\n');
		throw new Error(`"npm ${args.join(' ')}" failed in ${options.cwd}:\n${said}`);
	}
	return out ?? '';
}

/** The npm that started this process, run by the given Node; else the one on PATH. */
export function npmProgram(node = process.execPath): { program: string; leading: string[] } {
	const cli = process.env.npm_execpath;
	return cli?.endsWith('.js') ? { program: node, leading: [cli] } : { program: 'npm', leading: [] };
}

/** What `npm start` tells its script must neither steer an npm run elsewhere nor silence it. */
function withoutOuterNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const outer =
		/^npm_(package_|lifecycle_|config_(local_prefix|prefix|loglevel)$|command$)|^INIT_CWD$/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)));
}

/** PATH with the folder of the given Node in front. */
export function pathWith(node: string): { PATH: string } {
	return { PATH: [dirname(node), process.env.PATH].join(delimiter) };
}
