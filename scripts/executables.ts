import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first program with one of these names, on PATH and then in the other folders. */
export function findExecutable(
	names: readonly string[],
	{ env = process.env, folders = [] }: { env?: NodeJS.ProcessEnv; folders?: string[] } = {},
): string | undefined {
	return [...(env.PATH ?? '').split(delimiter), ...folders]
		.flatMap((folder) => names.map((name) => join(folder, name)))
		.find(isExecutable);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
