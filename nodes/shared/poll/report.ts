import type { ListsRead } from './readLists';

/**
 * What of a poll a user should know and does not see: sentences that begin with the trigger's title.
 * They say nothing of the records themselves: these are of people.
 * @param messageOf says what an error is about
 */
export function warningsOf(
	{ interruptions, shortened, odd }: ListsRead,
	messageOf: (error: Error) => string,
): string[] {
	const interrupted = interruptions.map(({ error, isFirstContact, ledOn }) =>
		isFirstContact && !ledOn
			? `: ${messageOf(error)}. The next poll tries again.`
			: ` reads on with the next poll: ${messageOf(error)}`,
	);
	// What a vendor is at a loss with, it says for each list.
	const warnings = [...new Set(interrupted)];
	if (shortened) {
		warnings.push(
			' had more at once than it can remember: some of what is written later may be missed.',
		);
	}
	if (odd.found > 0) {
		warnings.push(
			` came across ${odd.found} records whose time or ID cannot be read: each is given out once, with what is known, or passed over if it was there at the start.`,
		);
	}
	if (odd.passed > 0) {
		warnings.push(
			` left out ${odd.passed} of the records whose time or ID cannot be read: there are more than it can remember. Look for a newer version of this package.`,
		);
	}
	return warnings;
}
