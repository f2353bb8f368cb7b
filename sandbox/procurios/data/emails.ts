import type { Random } from '../../random';
import { emailLinks, type EmailRow, type LinkRow } from '../rows';
import {
	JOURNEY_SUBJECTS,
	JOURNEY_TITLES,
	LINK_PATHS,
	MAILING_SUBJECTS,
	MAILING_TITLES,
} from './words';

/** Where the IDs of a site begin; taken from the samples of the vendor's documentation. */
const FIRST_TRACKING_ID = 31_485;
const FIRST_LINK_ID = 80_886;

const JOURNEY_SHARE = 0.25;

/** Makes e-mails with rising IDs, and the links in them. */
export class EmailMaker {
	private nextTrackingId = FIRST_TRACKING_ID;
	private nextLinkId = FIRST_LINK_ID;

	constructor(private readonly random: Random) {}

	/** @param trackingId a given ID; later ones are higher in any case */
	email(trackingId = this.nextTrackingId): EmailRow {
		this.nextTrackingId = Math.max(this.nextTrackingId, trackingId + this.random.int(1, 20));
		return this.random.chance(JOURNEY_SHARE)
			? this.journeyStep(trackingId)
			: this.mailing(trackingId);
	}

	/** Two to twelve links; every one has either a position or a UUID. */
	links(): LinkRow[] {
		return Array.from({ length: this.random.int(2, 12) }, (_, index) => {
			const id = this.nextLinkId++;
			const url = `https://www.vereniging.example/${this.random.pick(LINK_PATHS)}`;
			return this.random.chance(0.3)
				? { id, url, uuid: this.random.uuid() }
				: { id, url, number: index + 1 };
		});
	}

	private mailing(trackingId: number): EmailRow {
		return {
			trackingId,
			subject: this.random.pick(MAILING_SUBJECTS),
			type: 'mailing',
			title: this.random.pick(MAILING_TITLES),
			url: `/mailing2/${trackingId}/edit#statistics`,
			// Equal to the trackingId in the vendor's sample, which may be chance: so here it often is not.
			attributes: { mailingId: trackingId - (this.random.chance(0.5) ? 0 : 7) },
			_links: emailLinks(trackingId),
		};
	}

	private journeyStep(trackingId: number): EmailRow {
		const journeyId = this.random.uuid();
		return {
			trackingId,
			subject: this.random.pick(JOURNEY_SUBJECTS),
			type: 'journeyStep',
			title: this.random.pick(JOURNEY_TITLES),
			url: `/marketing_automation/journey/${journeyId}/journey`,
			attributes: { journeyId, stepId: this.random.uuid() },
			_links: emailLinks(trackingId),
		};
	}
}
