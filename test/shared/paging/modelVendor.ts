import type { IDataObject } from 'n8n-workflow';
import { keyset } from '../../../nodes/shared/paging/keyset';
import { list } from '../../../nodes/shared/paging/list';
import type { Transport } from '../../../nodes/shared/transport/transport';
import type { FieldReader, PageAnswer, PageRequest } from '../../../nodes/shared/feed';
import { givenFields } from '../../../nodes/shared/params';

/** A row of the model: a time in whole seconds, a person, a link. */
export interface Row extends IDataObject {
	at: number;
	who: string;
	link: number;
}

export const positionOf = (row: Row) => `${row.at}_${row.who}`;

export const rows = list<Row>({
	name: 'rows',
	identity: (row) => `${row.at} ${row.who} ${row.link}`,
	paging: keyset({
		parameter: 'after',
		cursor: { pattern: /^\d+_[a-z]$/, example: '12_a' },
		first: () => ({ path: '/rows' }),
		read: (body) => {
			const { rows: records, next } = body as { rows: Row[]; next?: string };
			return {
				records,
				link: next,
				cursor: next?.slice('/rows?after='.length),
				ended: next === undefined,
			};
		},
		position: positionOf,
		order: (position) => Number.parseInt(position, 10),
		overlap: 2,
	}),
});

export const fieldsOf = (values: Record<string, unknown> = {}): FieldReader => givenFields(values);

export const open = (after = '') => rows.open(fieldsOf(), after);

/**
 * The vendor as the documents describe it: rows sorted by time and person, a page of those strictly
 * behind a cursor. Rows of one position come in an order that changes from answer to answer.
 */
export class ModelVendor implements Transport {
	readonly requests: PageRequest[] = [];

	constructor(
		public rows: Row[],
		private readonly behaviour: {
			/** The size of each page in turn, the last one for all that follow. */
			pageSizes: number[];
			/** Rotates the rows of one position by the number of requests so far. */
			shuffled?: boolean;
			/** What happens before each answer: people go on opening. */
			before?: (vendor: ModelVendor, request: number) => void;
			nextOnLastPage?: boolean;
		},
	) {}

	private sorted(): Row[] {
		const turn = this.behaviour.shuffled ? this.requests.length : 0;
		const groups = new Map<string, Row[]>();
		for (const row of this.rows) {
			const group = groups.get(positionOf(row)) ?? [];
			group.push(row);
			groups.set(positionOf(row), group);
		}
		return [...groups.values()]
			.sort((a, b) => compare(a[0]!, b[0]!))
			.flatMap((group) => group.map((_, index) => group[(index + turn) % group.length]!));
	}

	async get(request: PageRequest): Promise<PageAnswer> {
		return { body: await this.answer(request), headers: {} };
	}

	/** The body of an answer. */
	async answer(request: PageRequest): Promise<unknown> {
		this.behaviour.before?.(this, this.requests.length);
		this.requests.push(request);
		const { pageSizes, nextOnLastPage = true } = this.behaviour;
		const size = pageSizes[Math.min(this.requests.length, pageSizes.length) - 1]!;
		const after = request.query?.after as string | undefined;
		const behind = this.sorted().filter((row) => after === undefined || isBehind(row, after));
		const page = behind.slice(0, size);
		const last = page.at(-1);
		const more = nextOnLastPage || behind.length > page.length;
		return {
			rows: page.map((row) => ({ ...row })),
			...(more ? { next: `/rows?after=${last ? positionOf(last) : (after ?? '')}` } : {}),
		};
	}

	readonly requestsAtOnce = 8;

	readonly vendorTime = undefined;

	checkLink(): void {}

	resolve = (link: string) => link;

	redact = (text: string) => text;
}

function isBehind(row: Row, after: string): boolean {
	const [at, who] = after.split('_') as [string, string];
	return row.at > Number(at) || (row.at === Number(at) && row.who > who);
}

const compare = (a: Row, b: Row) => a.at - b.at || (a.who < b.who ? -1 : a.who > b.who ? 1 : 0);
