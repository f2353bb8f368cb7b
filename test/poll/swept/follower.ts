import type { IDataObject } from 'n8n-workflow';
import { givenFields } from '../../../nodes/shared/params';
import type { FollowedList, PollResult, StartFrom } from '../../../nodes/shared/poll/source';
import type { SweptState } from '../../../nodes/shared/poll/swept/state';
import { followSwept } from '../../../nodes/shared/poll/swept/swept';
import type { Swept, SweptList } from '../../../nodes/shared/poll/swept/sweptList';
import type { GrowingVendor, Row } from './growingVendor';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Given = Row & { list: string };

/** What a poll may be told, and whether n8n keeps what it came to. */
export interface PollOptions {
	readonly most?: number;
	readonly signal?: AbortSignal;
}

/** Polls a vendor as n8n would: a state goes through JSON, and that of a poll that throws is dropped. */
export class Follower {
	state: SweptState | undefined;
	failedContact: number | undefined;
	readonly given: Given[] = [];
	readonly followed: FollowedList<SweptState>;
	last: PollResult<SweptState> | undefined;

	constructor(
		readonly vendor: GrowingVendor,
		lists: ReadonlyArray<SweptList<IDataObject>>,
		readonly startFrom: StartFrom = 'now',
		more: Partial<Swept> = {},
	) {
		const zones = ['UTC', 'Europe/Amsterdam'];
		const usual = { name: 'rows', sweepEvery: HOUR, zone: vendor.zone, zones };
		[this.followed] = followSwept({ ...usual, lists, ...more }).lists as [FollowedList<SweptState>];
	}

	/** @returns what it gave out */
	async poll({ most = 1_000, signal }: PollOptions = {}): Promise<Given[]> {
		const began = Date.now();
		const reading = await this.followed
			.read(this.state, this.vendor, {
				fields: givenFields({}),
				startFrom: () => this.startFrom,
				most,
				signal: signal ?? new AbortController().signal,
				deadline: began + 30_000,
				failedContact: this.failedContact,
			})
			.catch((error: Error) => {
				if (!this.state) this.failedContact ??= began;
				throw error;
			});
		this.last = reading;
		const events = reading.events.map(({ record }) => record as Given);
		expect(events.length).toBeLessThanOrEqual(most);
		this.state = JSON.parse(JSON.stringify(reading.state)) as SweptState;
		expect(this.followed.isState(this.state, Date.now())).toBe(true);
		if (!reading.ledOn) throw reading.interrupted!;
		this.given.push(...events);
		return events;
	}

	/** The requests of a poll, of an idle one as a rule. */
	async requestsOf(poll: () => Promise<unknown>): Promise<string[]> {
		const before = this.vendor.requests.length;
		await poll();
		return this.vendor.requests
			.slice(before)
			.map(({ path, query }) => `${path} ${query!.since} ${query!.start ?? ''}`.trim());
	}
}

export const idsOf = (given: readonly Given[]) => given.map(({ id }) => id);
