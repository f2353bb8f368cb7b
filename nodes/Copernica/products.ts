import { UserError } from 'n8n-workflow';
import type { FieldReader } from '../shared/feed';
import type { TrackingEventType } from '../shared/event';
import { pathNames, type productField, scopeField } from './resources/fields';
import type { Version } from './vendor';

/** The two mail products of an account; a mailing is of one of them. */
export type Product = ReturnType<typeof productField.in>;

export const PRODUCTS: Readonly<Record<Product, Readonly<Record<'oldPath' | 'newPath', string>>>> =
	{
		ms: { oldPath: 'ms', newPath: 'draganddrop' },
		publisher: { oldPath: 'publisher', newPath: 'html' },
	};

/** What happens to e-mails, as this package calls it, with the vendor's word for its list. */
export const KINDS = {
	bounce: { path: 'errors', type: 'bounced', plural: 'bounces' },
	click: { path: 'clicks', type: 'clicked', plural: 'clicks' },
	complaint: { path: 'abuses', type: 'complained', plural: 'complaints' },
	delivery: { path: 'deliveries', type: 'delivered', plural: 'deliveries' },
	open: { path: 'impressions', type: 'opened', plural: 'opens' },
	unsubscribe: { path: 'unsubscribes', type: 'unsubscribed', plural: 'unsubscribes' },
} as const satisfies Record<string, { path: string; type: TrackingEventType; plural: string }>;

export type Kind = keyof typeof KINDS;

export const kinds = Object.keys(KINDS) as Kind[];

/** Whether one emailing is looked at, and not all of the account. */
export const isOfEmailing = (fields: FieldReader) => scopeField.in(fields) === 'emailing';

export const versionOf = ({ settings }: FieldReader) => settings.version as Version;

/**
 * The beginning of all paths of a product.
 * Copernica: its documents of v4 disagree, and whether either name works in all versions is undocumented.
 */
export function pathOfProduct(fields: FieldReader, product: Product): string {
	const { oldPath, newPath } = PRODUCTS[product];
	const version = versionOf(fields);
	const names = pathNames.in(fields);
	const isNew = names === 'auto' ? version === 'v4' : names === 'new';
	return `/${version}/${isNew ? newPath : oldPath}`;
}

const EVENTS_OF_V1 =
	'The resource Message Event has what v1 knows of a message, a profile and others.';

/**
 * @param what is not in v1, plural
 * @throws UserError where the credential is for v1
 */
export function requireLaterThanV1(fields: FieldReader, what: string): void {
	if (versionOf(fields) !== 'v1') return;
	throw new UserError(`Version v1 of the Copernica API has no ${what}`, {
		description: `Set API Version of the credential to v2 or later. ${EVENTS_OF_V1}`,
	});
}

/** @throws UserError where the version of the credential does not have the list */
export function requireKind(fields: FieldReader, kind: Kind, product: Product): void {
	requireLaterThanV1(fields, `list of ${KINDS[kind].plural}`);
	if (kind !== 'unsubscribe' || product !== 'ms' || versionOf(fields) !== 'v2') return;
	throw new UserError('Version v2 of the Copernica API has no unsubscribes of Marketing Suite', {
		description: 'Set API Version of the credential to v3 or later.',
	});
}
