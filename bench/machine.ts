import { execFile } from 'node:child_process';
import { cpus, release, totalmem, type as systemName } from 'node:os';
import { promisify } from 'node:util';
import type { N8nInstallation } from '../scripts/n8n/install';
import type { Machine } from './results';

/** What is told of this machine. */
export async function machineWith({
	node,
	version,
}: N8nInstallation): Promise<Omit<Machine, 'loadBefore' | 'loadAfter'>> {
	const { stdout } = await promisify(execFile)(node, ['--version']);
	const [first] = cpus();
	return {
		cpus: cpus().length,
		cpu: first?.model.trim() ?? 'unknown',
		memoryGb: Math.round(totalmem() / 2 ** 30),
		system: `${systemName()} ${release().split('-')[0]}`,
		node: stdout.trim().replace(/^v/, ''),
		n8n: version,
	};
}
