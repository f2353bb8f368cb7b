import { findExecutable } from './executables';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser for the editor tests: CHROMIUM_PATH, else the first one on PATH. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
	return env.CHROMIUM_PATH || findExecutable(names, { env });
}
