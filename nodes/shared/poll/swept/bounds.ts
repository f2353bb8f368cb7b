import type { IDataObject } from 'n8n-workflow';
import { shifted, type WallTime } from '../../wallTime';
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
	) {}

	/** Where a fresh reading begins. */
	freshFrom(state: Partial<ListState>): WallTime {
		const { newest } = state;
		const from = this.leastFrom(state);
		if (newest === undefined) return from;
		return later(from, this.clocks.beforeChange(shifted(newest, -OVERLAP_MS)));
	}

	/** Where what may come late begins: what the last sweep did not see cannot be older. */
	lateFrom(state: Partial<ListState>): WallTime {
		const upTo = state.swept?.upTo ?? this.start.contact;
		return later(this.leastFrom(state), this.clocks.ago(upTo, this.list.horizon));
	}

	/** Nothing that is older is asked for. */
	private leastFrom({ swept }: Partial<ListState>): WallTime {
		const { since = '' } = this.start;
		const { reach } = this.list;
		if (reach === undefined || !swept) return since;
		return later(since, shifted(this.clocks.earliest(swept.at), -reach));
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
