import type { Random } from '../../random';
import { vendorDate } from '../dates';
import type { ClickRow, LinkRow, OpenRow } from '../rows';
import type { RecipientDraft } from './drafts';
import { inOrderOfTime } from './inOrderOfTime';

/** Shares of events by what makes them: they give the ties and repetitions that clients trip over. */
const BOT_SHARE = 0.3;
const IDENTICAL_SHARE = 0.02;
const SECOND_DEVICE_SHARE = 0.05;

/** Makes up opens and clicks, and notes the first of each sort in the recipients' drafts. */
export class EventMaker {
	constructor(
		private readonly random: Random,
		private readonly readers: readonly RecipientDraft[],
		private readonly scanners: readonly string[],
		private readonly end: number,
	) {}

	opens(count: number): OpenRow[] {
		const rows: OpenRow[] = [];
		const seconds: number[] = [];
		while (rows.length < count) {
			const reader = this.random.pick(this.readers);
			const bot = this.random.chance(BOT_SHARE);
			const at = bot ? this.botMoment(reader) : this.humanMoment(reader);
			noteFirst(reader, bot ? 'firstBotOpen' : 'firstOpen', at);
			const row: OpenRow = {
				trackingCode: reader.trackingCode,
				trackingId: reader.trackingId,
				date: vendorDate(at),
				location: this.location(reader, bot),
				bot,
			};
			rows.push(row);
			// A mail client that loads the picture twice; a person with two devices that fetch together.
			if (this.random.chance(IDENTICAL_SHARE)) rows.push({ ...row });
			if (this.random.chance(SECOND_DEVICE_SHARE)) {
				rows.push({ ...row, location: this.location(reader, bot) });
			}
			while (seconds.length < rows.length) seconds.push(at);
		}
		rows.length = seconds.length = count;
		return inOrderOfTime(rows, seconds);
	}

	clicks(count: number, links: ReadonlyMap<number, readonly LinkRow[]>): ClickRow[] {
		const rows: ClickRow[] = [];
		const seconds: number[] = [];
		while (rows.length < count) {
			const reader = this.random.pick(this.readers);
			const linkIds = (links.get(reader.trackingId) ?? []).map((link) => link.id);
			const bot = this.random.chance(BOT_SHARE);
			const at = bot ? this.botMoment(reader) : this.humanMoment(reader);
			noteFirst(reader, bot ? 'firstBotClick' : 'firstClick', at);
			const date = vendorDate(at);
			const location = this.location(reader, bot);
			// A bot follows every link of the mail in the same second.
			for (const linkId of bot ? linkIds : [this.random.pick(linkIds)]) {
				const { trackingCode, trackingId } = reader;
				const row: ClickRow = { trackingCode, linkId, trackingId, date, location, bot };
				rows.push(row);
				if (this.random.chance(IDENTICAL_SHARE)) rows.push({ ...row });
			}
			while (seconds.length < rows.length) seconds.push(at);
		}
		rows.length = seconds.length = count;
		return inOrderOfTime(rows, seconds);
	}

	private location(reader: RecipientDraft, bot: boolean): string {
		return this.random.pick(bot ? this.scanners : reader.person.locations);
	}

	/** Scanners look at a mail as it arrives, many mails in one second. */
	private botMoment(reader: RecipientDraft): number {
		return Math.min(this.end - 1, reader.sent + this.random.int(0, 3));
	}

	/** Most people read within hours, some after weeks. */
	private humanMoment(reader: RecipientDraft): number {
		const delay = 5 + Math.floor(-Math.log(1 - this.random.fraction()) * 14_400);
		const slow = this.random.chance(0.05) ? this.random.int(0, 2_000_000) : 0;
		const at = reader.sent + delay + slow;
		return at < this.end ? at : this.random.int(Math.min(reader.sent, this.end - 1), this.end - 1);
	}
}

type FirstDate = 'firstOpen' | 'firstBotOpen' | 'firstClick' | 'firstBotClick';

function noteFirst(draft: RecipientDraft, field: FirstDate, at: number): void {
	if (draft[field] === 0 || at < draft[field]) draft[field] = at;
}
