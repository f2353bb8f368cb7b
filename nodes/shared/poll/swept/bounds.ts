import { shifted, type WallTime } from '../../wallTime';
import { type Clocks, earlier, later } from './clocks';
import type { ListState, Place, Start } from './state';

/** Before the newest record, others are expected within minutes. */
const OVERLAP_MS = 5 * 60 * 1_000;

export type Kind = 'fresh' | 'sweep';

/** What the readings of a list are bounded by. All times are of the list; '' is the beginning. */
export class Bounds {
	constructor(
		private readonly start: Start,
		private readonly clocks: Clocks,
		/** How far back records may come late, in ms. */
		private readonly horizon: number,
	) {}

	/** Where a fresh reading begins. */
	freshFrom({ newest }: Partial<ListState>): WallTime {
		const { since = '' } = this.start;
		if (newest === undefined) return since;
		return later(since, this.clocks.beforeChange(shifted(newest, -OVERLAP_MS)));
	}

	/** Where what may come late begins: what the last sweep did not see cannot be older. */
	lateFrom({ swept }: Partial<ListState>): WallTime {
		const { since = '', contact } = this.start;
		return later(since, shifted(swept?.upTo ?? contact, -this.horizon));
	}

	/** Where a sweep begins: it is to be a fresh reading, too. */
	sweepFrom(state: Partial<ListState>): WallTime {
		return earlier(this.lateFrom(state), this.freshFrom(state));
	}

	/** What happened before is read neither by a reading under way nor by a later one. */
	keptFrom(state: Partial<ListState>): WallTime {
		const { fresh, sweep } = state;
		return [fresh, sweep]
			.map((place) => place?.start ?? this.sweepFrom(state))
			.reduce(earlier, this.sweepFrom(state));
	}

	/** Whether a record is passed over, new or not. */
	isPassed(time: WallTime, kind: Kind, place: Place, { floor = '', newest }: Partial<ListState>) {
		const { since = '' } = this.start;
		if (time < since || time < place.start || time < (place.floor ?? '')) return true;
		if (time >= floor) return false;
		// What a fresh reading has forgotten on its way does not come again, as far as it was new to it.
		return kind === 'sweep' || (newest !== undefined && time <= newest);
	}
}
