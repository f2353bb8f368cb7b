import type { Random } from '../../random';
import type { DetailsOf, Kind, LinkRecord } from '../rows';
import { AGENTS, ERRORS, FEEDBACK } from './words';

/** Makes what events say apart from when they happened, and to whom. */
export class EventMaker {
	constructor(private readonly random: Random) {}

	/** @param links of the emailing */
	details<Name extends Kind>(kind: Name, links: readonly LinkRecord[]): DetailsOf[Name] {
		return this.made(kind, links) as DetailsOf[Name];
	}

	private made(kind: Kind, links: readonly LinkRecord[]): DetailsOf[Kind] {
		const { random } = this;
		switch (kind) {
			case 'click': {
				const [useragent] = random.pick(AGENTS);
				return { link: random.pick(links), ip: this.ip(), useragent, referer: this.referer() };
			}
			case 'impression': {
				const [useragent, device] = random.pick(AGENTS);
				return { ip: this.ip(), useragent, device, referer: this.referer() };
			}
			case 'delivery':
				return { attempts: random.chance(0.1) ? random.int(1, 5) : 0, response: '250 2.0.0 OK' };
			case 'error':
				return { ...random.pick(ERRORS) };
			case 'abuse': {
				const [recognized_as, feedback_type] = random.pick(FEEDBACK);
				return {
					report: { 'Feedback-Type': feedback_type, 'User-Agent': 'SomeGenerator/1.0' },
					recognized_as,
					feedback_type,
					arf_version: '0.1',
					details: random.chance(0.5) ? `Feedback-Type: ${feedback_type}\r\nVersion: 1` : '',
				};
			}
			case 'unsubscribe':
				return {
					source: random.pick(['click', 'link', 'email']),
					success: random.chance(0.9),
				};
		}
	}

	private ip(): string {
		const { random } = this;
		const number = random.uint32();
		if (number % 3 > 0) return `198.51.100.${(number >>> 8) % 256}`;
		return `2001:db8::${(number >>> 16).toString(16)}:${((number >>> 4) % 4096).toString(16)}`;
	}

	private referer(): string | null {
		return this.random.chance(0.3) ? 'https://mail.example/' : null;
	}
}
