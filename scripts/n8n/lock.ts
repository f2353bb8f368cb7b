import { join } from 'node:path';
import { lock } from 'proper-lockfile';

/**
 * One process at a time works in a folder. The lock goes stale by itself when its holder dies.
 * `waiting` is told once if another process holds it; without `waiting` that is an error.
 */
export async function lockFolder(
	folder: string,
	waiting?: () => void,
): Promise<() => Promise<void>> {
	const options = { lockfilePath: join(folder, '.lock'), stale: 20_000, realpath: false };
	try {
		return await lock(folder, options);
	} catch (error) {
		if (!waiting || (error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
	}
	waiting();
	return await lock(folder, {
		...options,
		retries: { retries: 900, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 },
	});
}
