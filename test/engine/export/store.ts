import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';

/** What n8n keeps files in: in memory is called the default. */
export const MODES = ['default', 'filesystem'] as const;
export type Mode = (typeof MODES)[number];

const service = () => Container.get(BinaryDataService);

/** From here on, n8n keeps its files there; what happens before each of them is over. */
export async function keepFilesIn(mode: Mode): Promise<void> {
	happens = undefined;
	Container.get(BinaryDataConfig).mode = mode;
	await service().init();
}

/** Where they are, on a disk. */
export const folderOfFiles = () => Container.get(BinaryDataConfig).localStoragePath;

let happens: ((file: number) => void) | undefined;
let files = 0;
let isWatched = false;

/** @param before each file that n8n keeps, from 1 on */
export function beforeEachFile(before: (file: number) => void): void {
	happens = before;
	files = 0;
	if (isWatched) return;
	isWatched = true;
	const watched = service();
	const store = watched.store.bind(watched);
	watched.store = async (...given) => {
		happens?.(++files);
		return await store(...given);
	};
}

/** As a disk says it. */
export const diskIsFull = () =>
	Object.assign(new Error('ENOSPC: no space left on device, write'), {
		...{ code: 'ENOSPC', errno: -28, syscall: 'write' },
	});
