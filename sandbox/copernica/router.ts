import { invalidMethod, missingElement } from './body';
import type { Call } from './call';
import { PRODUCTS, type Product } from './rows';
import { PRODUCT_ROUTES, ROUTES } from './routes';
import type { CopernicaSwitches } from './switches';

/** What a product is called in paths: as ever, and on the present pages of v4. */
const NAMES: Readonly<Record<Product, { old: string; new: string }>> = {
	ms: { old: 'ms', new: 'draganddrop' },
	publisher: { old: 'publisher', new: 'html' },
};

interface Pattern {
	versions: readonly number[];
	elements: readonly string[];
	product?: Product;
	/** What is counted in the statistics: the path without IDs, with the old name of the product. */
	family: string;
	answer(call: Call): object;
}

const PATTERNS: readonly Pattern[] = [
	...ROUTES.map(({ path, versions, answer }) => patternOf(path, versions, answer)),
	...PRODUCT_ROUTES.flatMap(({ path, versions, product: only, answer }) =>
		PRODUCTS.filter((product) => only === undefined || product === only).map((product) => ({
			...patternOf(path.replace('{P}', NAMES[product].old), versions, (call) =>
				answer({ ...call, product, own: call.store[product] }),
			),
			product,
		})),
	),
];

function patternOf(
	path: string,
	versions: readonly number[],
	answer: (call: Call) => object,
): Pattern {
	const elements = path.split('/');
	const family = elements.filter((element) => element !== ':id').join('/');
	return { versions, elements, family, answer };
}

export interface Match {
	version: number;
	family: string;
	id: string;
	answer(call: Call): object;
}

/** A path of the API: its version, and the elements behind it, decoded. */
export interface Target {
	version: number;
	elements: string[];
	/** Whether it ends on a slash. */
	hasSlash: boolean;
}

/** @param path as received, with the prefix of the vendor; undefined for none of the API */
export function targetOf(path: string): Target | undefined {
	const [, version, rest] = /\/api\/v([1-4])\/([^?#]*)/.exec(path) ?? [];
	if (version === undefined || rest === undefined) return undefined;
	const hasSlash = rest.endsWith('/');
	const elements = rest.replace(/\/$/, '').split('/');
	try {
		return { version: Number(version), elements: elements.map(decodeURIComponent), hasSlash };
	} catch {
		return undefined;
	}
}

/** @throws Refusal for a path that there is not, or not in that version */
export function match(target: Target | undefined, switches: CopernicaSwitches): Match {
	if (target === undefined) throw invalidMethod();
	const { version, elements } = target;
	const known = PATTERNS.filter((pattern) => pattern.versions.includes(version));
	const found = known.find((pattern) => fits(pattern, target, switches));
	if (found === undefined) {
		const given = elements.filter((element) => element !== '');
		const isMissing = known.some(
			(pattern) =>
				pattern.elements[given.length] === ':id' && begins(pattern, given, version, switches),
		);
		throw isMissing ? missingElement(given.length) : invalidMethod();
	}
	const id = elements[found.elements.indexOf(':id')] ?? '';
	return { version, family: found.family, id, answer: found.answer };
}

function fits(pattern: Pattern, target: Target, switches: CopernicaSwitches): boolean {
	const { version, elements, hasSlash } = target;
	const takesEither =
		version > 1 || elements.at(-1) !== 'events' || switches.eventsSlash === 'either';
	return (
		(takesEither || hasSlash === (switches.eventsSlash === 'with')) &&
		pattern.elements.length === elements.length &&
		begins(pattern, elements, version, switches)
	);
}

/** Whether these are the first elements of such a path. */
function begins(
	{ elements, product }: Pattern,
	given: readonly string[],
	version: number,
	switches: CopernicaSwitches,
): boolean {
	return given.every((element, index) => {
		const wanted = elements[index];
		if (wanted === ':id') return element !== '';
		const isProduct = product !== undefined && wanted === NAMES[product].old;
		return isProduct ? namesOf(product, version, switches).includes(element) : wanted === element;
	});
}

function namesOf(product: Product, version: number, { prefixes }: CopernicaSwitches): string[] {
	const names = NAMES[product];
	if (version < 4 || prefixes === 'old') return [names.old];
	return prefixes === 'new' ? [names.new] : [names.old, names.new];
}

/** What a request asks for, for the statistics. */
export function familyOf(path: string, switches: CopernicaSwitches): string | undefined {
	try {
		return match(targetOf(path), switches).family;
	} catch {
		return undefined;
	}
}
