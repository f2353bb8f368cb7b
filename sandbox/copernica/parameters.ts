import { invalidValue } from './body';
import { readDate, readTime } from './time';

const YES = ['true', 'yes', '1'];
const NO = ['false', 'no', '0'];

/**
 * The query of a request. What a call does not ask for is ignored, as the vendor does: a name that
 * is misspelt filters nothing. A value that cannot be is refused, which the vendor may not do.
 */
export class Parameters {
	constructor(private readonly query: URLSearchParams) {}

	/** The conditions of `fields[]`, with or without a key between the brackets. */
	get fields(): string[] {
		return [...this.query].flatMap(([name, value]) =>
			/^fields\[[^\]]*\]$/.test(name) ? [value] : [],
		);
	}

	/** The last one of that name, as PHP takes it. */
	text(name: string): string | undefined {
		return this.query.getAll(name).at(-1);
	}

	/** A wall time, of a date its midnight. @throws Refusal */
	time(name: string): number | undefined {
		return this.read(name, readTime);
	}

	/** The wall time of a date's midnight. @throws Refusal */
	date(name: string): number | undefined {
		return this.read(name, readDate);
	}

	/** @throws Refusal */
	boolean(name: string): boolean | undefined {
		return this.read(name, (text) => {
			if (YES.includes(text)) return true;
			return NO.includes(text) ? false : undefined;
		});
	}

	/** @throws Refusal */
	whole(name: string): number | undefined {
		return this.read(name, (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined));
	}

	/** @throws Refusal */
	choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
		return this.read(name, (text) => choices.find((choice) => choice === text));
	}

	private read<Value>(
		name: string,
		reader: (text: string) => Value | undefined,
	): Value | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		const value = reader(text);
		if (value === undefined) throw invalidValue(name);
		return value;
	}
}
