import type { IDataObject } from 'n8n-workflow';
import { forgetOldest } from '../seen/ledger';
import type { FollowedList } from '../source';
import { Bounds } from './bounds';
import { WindowReader } from './reader';
import { sampleWindow } from './sampleWindow';
import { isWindowState, type WindowState } from './state';
import type { WindowedList } from './windowedList';

/** Follows a list that can be asked for from a time on. */
export function followWindow<R extends IDataObject>(
	list: WindowedList<R>,
): FollowedList<WindowState> {
	// Its rows are those of its feed.
	const windowed = list as unknown as WindowedList;
	return {
		key: list.key,
		isState: isWindowState,
		read: async (prior, transport, options) =>
			await new WindowReader(windowed, prior, transport, options).read(),
		forgetOldest(state) {
			const less = forgetOldest(state);
			if (!less) return undefined;
			const shown = new Bounds(state, windowed, Date.now()).shownBefore(state);
			// What a backlog has passed is not read again, as long as the cursor leads on.
			const isOver = state.swept !== undefined && !state.near;
			return { state: less.state, isMissed: isOver || less.until > shown };
		},
		...(list.areSameRows ? { newestOf: ({ newest }: WindowState) => newest } : {}),
		sample: async (transport, options) => await sampleWindow(windowed, transport, options),
	};
}
