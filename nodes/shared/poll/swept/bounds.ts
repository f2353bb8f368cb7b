import type { IDataObject } from 'n8n-workflow';
import { shifted, type WallTime } from '../../values/wallTime';
import { type Clocks, earlier, later } from './clocks';
import type { ListState, Place, Start } from './state';
import type { SweptList } from './sweptList';

/** Before the newest record, others are expected within minutes. */
const OVERLAP_MS = 5 * 60 * 1_000;

export type Kind = 'fresh' | 'sweep';

/** What the readings of a list are bounded by. All times are of the list; '' is the beginning. */
export class Bounds {
	constructor(
		private readonly start: Start,
		private readonly clocks: Clocks,
		private readonly list: Pick<SweptList<IDataObject>, 'horizon' | 'reach'>,
		/** When the poll began, in ms since 1970 by our own clock. */
		private readonly began: number,
	) {}

	/** Where a fresh reading begins. */
	freshFrom(state: Partial<ListState>, least = this.leastFrom(state)): WallTime {
		const { newest } = state;
		if (newest === undefined) return least;
		return later(least, this.clocks.beforeChange(shifted(newest, -OVERLAP_MS)));
	}

	/** Where what may come late begins: what the last sweep did not see cannot be older. */
	lateFrom(state: Partial<ListState>, least = this.leastFrom(state)): WallTime {
		const upTo = state.swept?.upTo ?? this.start.contact;
		return later(least, this.clocks.ago(upTo, this.list.horizon));
	}

	/** Nothing that is older is asked for. A clock that is ahead, but not with each poll, does nothing. */
	private leastFrom({ swept }: Partial<ListState>): WallTime {
		const { reach } = this.list;
		if (reach === undefined || !swept) return this.since;
		const now = Math.min(swept.at, this.began);
		return later(this.since, shifted(this.clocks.earliest(now), -reach));
	}

	private get since(): WallTime {
		return this.start.since ?? '';
	}

	/** Where a sweep begins: it is to be a fresh reading, too. */
	sweepFrom(state: Partial<ListState>, least = this.leastFrom(state)): WallTime {
		return earlier(this.lateFrom(state, least), this.freshFrom(state, least));
	}

	/**
	 * What a sweep will have seen all of. Where a clock says how far back it reaches, that counts once a
	 * record is so new that the clock must be right.
	 */
	sweptUpTo(state: Partial<ListState>): WallTime {
		const { swept, newest = '' } = state;
		const { contact } = this.start;
		const start = this.sweepFrom(state);
		const isByClock = start > this.sweepFrom(state, this.since);
		const isCertain = !isByClock || newest >= shifted(start, this.list.horizon);
		return isCertain ? later(swept?.upTo ?? contact, newest) : (swept?.upTo ?? contact);
	}

	/**
	 * What happened before is read neither by a reading under way nor by a later one: by the records' own
	 * times, whatever a clock says of how far back to ask.
	 */
	keptFrom(state: Partial<ListState>): WallTime {
		const { fresh, sweep } = state;
		const from = this.sweepFrom(state, this.since);
		return [fresh, sweep].map((place) => place?.start ?? from).reduce(earlier, from);
	}

	/** Whether a record is passed over, new or not. */
	isPassed(time: WallTime, kind: Kind, place: Place, { floor = '', newest }: Partial<ListState>) {
		if (time < this.since || time < place.start || time < (place.floor ?? '')) return true;
		if (time >= floor) return false;
		// Rows newer than the last complete reading cannot have been emitted before this one, so they pass
		// even if memory overflowed during this reading.
		return kind === 'sweep' || (newest !== undefined && time <= newest);
	}
}
