import type { Answer } from '../exchange';
import type { Rows } from '../sortedList';

/** More are not kept: two readings of a million rows, each with page boundaries of its own. */
const MOST = 2_500;

interface Kept {
	/** What the pages depend on, beside what was asked for. */
	state: string;
	answers: Map<string, Answer>;
}

/**
 * Pages as they were answered, for as long as nothing changes: to write a million rows again and again
 * would take longer than what is measured with them.
 */
export class KeptPages {
	private readonly lists = new WeakMap<Rows<unknown>, Kept>();

	/**
	 * @param asked what was asked for
	 * @param settings all else that the page depends on, beside the rows
	 */
	of(list: Rows<unknown>, asked: string, settings: object, make: () => Answer): Answer {
		const state = `${list.version} ${JSON.stringify(settings)}`;
		let kept = this.lists.get(list);
		if (kept?.state !== state) this.lists.set(list, (kept = { state, answers: new Map() }));
		const known = kept.answers.get(asked);
		if (known !== undefined) return known;
		const answer = make();
		if (kept.answers.size < MOST) kept.answers.set(asked, answer);
		return answer;
	}
}
