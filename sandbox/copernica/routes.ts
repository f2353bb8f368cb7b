import { ACCOUNT, ACCOUNT_IN_V3 } from './account';
import type { Call, ProductCall } from './call';
import { events, type Level } from './events';
import {
	destination,
	destinations,
	emailing,
	emailings,
	profile,
	someDestinations,
	subprofile,
} from './lists';
import { KINDS, PATH_OF, type Kind, type Product } from './rows';
import { keyed } from './shown/keys';
import { destinationStatistics, emailingStatistics } from './statistics';
import { eventsOf } from './v1/events';
import { address, message, person, tagged, template, type Subject } from './v1/subjects';

/** One of the calls there are. */
export interface Route {
	/** Behind the version: `:id` is an element of any text, `{P}` the name of the product. */
	path: string;
	versions: readonly number[];
	answer(call: Call): object;
}

/** A route with a product; where none is named, both have it. */
interface ProductRoute {
	path: string;
	versions: readonly number[];
	product?: Product;
	answer(call: ProductCall): object;
}

const ALL = [1, 2, 3, 4];
const FROM_2 = [2, 3, 4];
const FROM_3 = [3, 4];

function identity({ version, switches }: Call): object {
	const { id, ...others } = ACCOUNT;
	return { ...keyed('id', id, switches), ...others, ...(version === 3 ? ACCOUNT_IN_V3 : {}) };
}

export const ROUTES: readonly Route[] = [
	{ path: 'identity', versions: ALL, answer: identity },
	{ path: 'profile/:id', versions: FROM_2, answer: profile },
	{ path: 'subprofile/:id', versions: FROM_2, answer: subprofile },
	v1('message/:id', (call) => message(call, 'ms')),
	// The only one without the parameter `tags`, beside that which has them in its path.
	v1('old/message/:id', (call) => message(call, 'publisher'), false),
	v1('email/:id', address),
	v1('profile/:id', (call) => person(call, 'profile')),
	v1('subprofile/:id', (call) => person(call, 'subprofile')),
	v1('tags/:id', tagged, false),
	v1('template/:id', (call) => template(call, 'ms', 'template')),
	v1('old/template/:id', (call) => template(call, 'publisher', 'template')),
	v1('old/document/:id', (call) => template(call, 'publisher', 'document')),
];

function v1(path: string, find: (call: Call) => Subject, takesTags = true): Route {
	return {
		path: `${path}/events`,
		versions: [1],
		answer: (call) => eventsOf(call, find, takesTags),
	};
}

export const PRODUCT_ROUTES: readonly ProductRoute[] = [
	{ path: '{P}/emailings', versions: FROM_2, answer: (call) => emailings(call) },
	{ path: '{P}/emailing/:id', versions: FROM_2, answer: emailing },
	{ path: '{P}/emailing/:id/statistics', versions: FROM_2, answer: emailingStatistics },
	{ path: '{P}/destinations', versions: FROM_2, product: 'ms', answer: destinations },
	{ path: '{P}/destinations', versions: FROM_3, product: 'publisher', answer: destinations },
	{
		path: '{P}/emailing/:id/destinations',
		versions: FROM_2,
		answer: (call) => someDestinations(call, 'emailing'),
	},
	...destinationRoutes('{P}/destination/:id'),
	// Marketing Suite calls a destination a message, too.
	...destinationRoutes('{P}/message/:id', 'ms'),
	...KINDS.flatMap((kind) => [
		...eventRoutes(`{P}/${PATH_OF[kind]}`, kind, 'account'),
		...eventRoutes(`{P}/emailing/:id/${PATH_OF[kind]}`, kind, 'emailing'),
		...eventRoutes(`{P}/destination/:id/${PATH_OF[kind]}`, kind, 'destination'),
		...eventRoutes(`{P}/message/:id/${PATH_OF[kind]}`, kind, 'destination', ['ms']),
	]),
	...(['profile', 'subprofile'] as const).flatMap((sort): ProductRoute[] => [
		{
			path: `${sort}/:id/{P}/emailings`,
			versions: FROM_2,
			answer: (call) => emailings(call, sort),
		},
		{
			path: `${sort}/:id/{P}/destinations`,
			versions: FROM_2,
			answer: (call) => someDestinations(call, sort),
		},
	]),
];

function destinationRoutes(path: string, product?: Product): ProductRoute[] {
	return [
		{ path, versions: FROM_2, product, answer: destination },
		{ path: `${path}/statistics`, versions: FROM_2, product, answer: destinationStatistics },
	];
}

/** Marketing Suite has its unsubscribes from v3 on. */
function eventRoutes(
	path: string,
	kind: Kind,
	level: Level,
	products: readonly Product[] = ['ms', 'publisher'],
): ProductRoute[] {
	return products.map((product) => ({
		path,
		versions: product === 'ms' && kind === 'unsubscribe' ? FROM_3 : FROM_2,
		product,
		answer: (call) => events(call, kind, level),
	}));
}
