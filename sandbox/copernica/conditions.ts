import { invalidValue } from './body';
import type { Written } from './rows';
import { readTime, textOf, wallTime } from './time';
import type { CopernicaSwitches } from './switches';

export type Condition<Row> = (row: Row) => boolean;

/** Names that can be filtered by, each with what of a row it stands for. */
export type Filterable = Readonly<Record<string, 'id' | 'time'>>;

const OPERATORS = ['==', '!=', '<>', '<=', '>=', '=~', '!~', '<', '>'] as const;
type Operator = (typeof OPERATORS)[number];

const CONDITION = new RegExp(`^(.*?)(${OPERATORS.join('|')})(.*)$`, 's');

/**
 * What `fields[]` asks of a row, all of it at once. A condition on another field, or one that is
 * none at all, is ignored.
 *
 * @throws Refusal for a value that no time or ID can have
 */
export function conditionsOf<Row extends Written>(
	fields: readonly string[],
	filterable: Filterable,
	switches: CopernicaSwitches,
): Array<Condition<Row>> {
	return fields.flatMap((text): Array<Condition<Row>> => {
		const [, name = '', operator, value = ''] = CONDITION.exec(text) ?? [];
		const sort = Object.hasOwn(filterable, name) ? filterable[name] : undefined;
		if (sort === undefined) return [];
		return [conditionOf(sort, { operator: operator as Operator, value }, switches)];
	});
}

function conditionOf<Row extends Written>(
	sort: 'id' | 'time',
	{ operator, value }: { operator: Operator; value: string },
	{ zone, fieldBounds }: CopernicaSwitches,
): Condition<Row> {
	const isTime = sort === 'time';
	const of = isTime ? (row: Row) => wallTime(row.timestamp, zone) : (row: Row) => row.id;
	if (operator === '=~' || operator === '!~') {
		const pattern = like(value);
		const wanted = operator === '=~';
		return (row) => pattern.test(isTime ? textOf(of(row)) : String(of(row))) === wanted;
	}
	const bound = isTime ? readTime(value) : /^\d{1,15}$/.test(value) ? Number(value) : undefined;
	if (bound === undefined) throw invalidValue('fields');
	const isExclusive = isTime && fieldBounds === 'exclusive';
	const compares = COMPARES[isExclusive ? exclusive(operator) : operator];
	return (row) => compares(of(row), bound);
}

function exclusive(operator: keyof typeof COMPARES): keyof typeof COMPARES {
	if (operator === '>=') return '>';
	return operator === '<=' ? '<' : operator;
}

const COMPARES = {
	'==': (a: number, b: number) => a === b,
	'!=': (a: number, b: number) => a !== b,
	'<>': (a: number, b: number) => a !== b,
	'<': (a: number, b: number) => a < b,
	'>': (a: number, b: number) => a > b,
	'<=': (a: number, b: number) => a <= b,
	'>=': (a: number, b: number) => a >= b,
};

/** `%` stands for any text. */
function like(value: string): RegExp {
	const parts = value.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`);
}
