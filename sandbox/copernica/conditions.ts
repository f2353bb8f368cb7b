import { invalidValue } from './body';
import type { Written } from './rows';
import type { Selection } from './selection';
import { readTime, textOf, wallTime } from './time';
import type { CopernicaSwitches } from './switches';

/** Names that can be filtered by, each with what of a row it stands for. */
export type Filterable = Readonly<Record<string, 'id' | 'time'>>;

const OPERATORS = ['==', '!=', '<>', '<=', '>=', '=~', '!~', '<', '>'] as const;
type Operator = (typeof OPERATORS)[number];

const CONDITION = new RegExp(`^(.*?)(${OPERATORS.join('|')})(.*)$`, 's');

/**
 * Narrows the selection to what `fields[]` asks for, all of it at once. A condition on another
 * field, or one that is none at all, is ignored.
 *
 * @throws Refusal for a value that no time or ID can have
 */
export function applyFields<Row extends Written>(
	selection: Selection<Row>,
	fields: readonly string[],
	filterable: Filterable,
	switches: CopernicaSwitches,
): void {
	for (const text of fields) {
		const [, name = '', operator, value = ''] = CONDITION.exec(text) ?? [];
		const sort = Object.hasOwn(filterable, name) ? filterable[name] : undefined;
		if (sort === undefined) continue;
		apply(selection, sort, operator as Operator, { value, switches });
	}
}

function apply<Row extends Written>(
	selection: Selection<Row>,
	sort: 'id' | 'time',
	operator: Operator,
	{ value, switches }: { value: string; switches: CopernicaSwitches },
): void {
	const { zone, fieldBounds } = switches;
	if (operator === '=~' || operator === '!~') {
		const pattern = like(value);
		const shown = (row: Row) =>
			sort === 'time' ? textOf(wallTime(row.timestamp, zone)) : String(row.id);
		selection.add((row) => pattern.test(shown(row)) === (operator === '=~'));
		return;
	}
	const bound = sort === 'time' ? readTime(value) : readId(value);
	if (bound === undefined) throw invalidValue('fields');
	// Whole seconds, and whole numbers.
	const next = sort === 'time' ? 1000 : 1;
	const nextIncluded = sort === 'time' && fieldBounds === 'exclusive' ? next : 0;
	switch (operator) {
		case '==':
			return selection.narrow(sort, { low: bound, high: bound });
		case '>':
			return selection.narrow(sort, { low: bound + next });
		case '>=':
			return selection.narrow(sort, { low: bound + nextIncluded });
		case '<':
			return selection.narrow(sort, { high: bound - next });
		case '<=':
			return selection.narrow(sort, { high: bound - nextIncluded });
		case '!=':
		case '<>': {
			const of = (row: Row) => (sort === 'time' ? wallTime(row.timestamp, zone) : row.id);
			return selection.add((row) => of(row) !== bound);
		}
	}
}

function readId(value: string): number | undefined {
	return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** `%` stands for any text. */
function like(value: string): RegExp {
	const parts = value.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`);
}
