import { unlessCancelled } from '../transport/cancel';

/** The poll that is under way, by trigger; resolves with whether it emitted items. */
const underWay = new Map<string, { box: object; done: Promise<boolean> }>();

/**
 * Lets one poll of a trigger run at a time: n8n's cron starts the next one also where the last has
 * not ended.
 * @param trigger names the trigger in this process
 * @param box the static data of its node, as n8n has loaded it
 * @param signal ends the waiting
 * @returns null where the poll is not needed
 */
export async function onePollAtATime<T>(
	trigger: string,
	box: object,
	signal: AbortSignal,
	poll: () => Promise<T | null>,
): Promise<T | null> {
	for (let other = underWay.get(trigger); other; other = underWay.get(trigger)) {
		// Of the same workflow object it is the last tick: this one is not needed.
		if (other.box === box) return null;
		// Else the workflow was published meanwhile: what the other one may have emitted must not be
		// emitted again. It is not waited for any longer than a poll may take.
		const gaveOut = await unlessCancelled(other.done, signal).catch(() => true);
		if (gaveOut) return null;
	}
	const result = poll();
	const done = result.then(
		(items) => items !== null,
		() => false,
	);
	underWay.set(trigger, { box, done });
	return await result.finally(() => underWay.delete(trigger));
}
