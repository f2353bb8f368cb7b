import { defined } from './defined';
import type { Clock, Start } from './clock';
import type { Place, Progress, Signpost, WindowState } from './state';
import type { WindowSpans } from './windowedList';

/** Before the newest row, others are expected within minutes. */
const OVERLAP_MS = 5 * 60 * 1_000;

type Known = Progress & Pick<WindowState, 'floor'>;

/** What the readings of a list are bounded by. -Infinity is the beginning. */
export class Bounds {
	constructor(
		private readonly start: Start,
		private readonly list: WindowSpans & { readonly clock: Clock },
		/** When the poll began, in ms since 1970 by our own clock. */
		private readonly began: number,
	) {}

	/** Where a reading of what is new begins. */
	near(state: Known): Place {
		return this.placeAt(this.nearFrom(state, this.leastFrom(state)), state);
	}

	/** Where a reading of the window begins: it is to be one of what is new, too. */
	far(state: Known): Place & Signpost {
		const start = this.farFrom(state, this.leastFrom(state));
		const { newest = -Infinity } = state;
		// Where a clock says how far back it reaches, that counts once a row is so new that the clock must
		// be right.
		const isByClock = start > this.farFrom(state, this.oldest);
		const isCertain = !isByClock || newest >= start + this.list.lateness;
		const upTo = isCertain ? Math.max(this.upTo(state), newest) : this.upTo(state);
		return { ...this.placeAt(start, state), at: this.began, upTo };
	}

	/** What happened before was shown by the time of the last reading of the window. */
	shownBefore(state: Known): number {
		const { since = -Infinity } = this.start;
		return Math.max(since, this.list.clock.ago(this.upTo(state), this.list.lateness));
	}

	/**
	 * What happened before, and where rows stand before, is read neither by a reading under way nor by a
	 * later one: by the rows' own times, whatever a clock says of how far back to ask.
	 */
	kept(state: Known): { readonly floor: number; readonly start: number } {
		const places = [state.near, state.far].filter((place) => place !== undefined);
		const { since = -Infinity } = this.start;
		const next = state.swept ? this.shownBefore(state) : since;
		const floors = places.map(({ floor = -Infinity }) => floor);
		const starts = places.map(({ start = -Infinity }) => start);
		return {
			floor: floors.length > 0 ? Math.min(...floors) : next,
			start: Math.min(this.farFrom(state, this.oldest), ...starts),
		};
	}

	/** The window is measured from the newest row known when the last reading of it began. */
	private farFrom(state: Known, least: number): number {
		const { lookBack, lateness, farEvery, clock } = this.list;
		if (farEvery === 0 && !state.swept) return least;
		const late = Math.max(least, clock.ago(this.upTo(state), lookBack + lateness));
		return farEvery === 0 ? late : Math.min(late, this.nearFrom(state, least));
	}

	private nearFrom({ newest }: Known, least: number): number {
		if (newest === undefined) return least;
		return Math.max(least, this.list.clock.settled(newest - OVERLAP_MS));
	}

	private upTo({ swept }: Known): number {
		return swept?.upTo ?? this.start.contact;
	}

	/** Nothing that stands before is asked for. A clock that is ahead, but not with each poll, does nothing. */
	private leastFrom({ swept }: Known): number {
		const { mostBack, clock } = this.list;
		if (mostBack === undefined || !swept) return this.oldest;
		const now = Math.min(swept.at, this.began);
		return Math.max(this.oldest, clock.earliest(now) - mostBack);
	}

	private get oldest(): number {
		return (this.start.since ?? -Infinity) - (this.list.reachesBack ?? 0);
	}

	private placeAt(start: number, state: Known): Place {
		const { since = -Infinity } = this.start;
		const shown = state.swept ? this.shownBefore(state) : since;
		const floor = Math.max(state.floor ?? -Infinity, shown);
		return { after: '', ...defined({ start: finite(start), floor: finite(floor) }) };
	}
}

const finite = (time: number) => (time === -Infinity ? undefined : time);
