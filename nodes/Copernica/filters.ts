import type { PageRequest } from '../shared/feed';

/** Conditions as the vendor takes them, all at once. Source: "fields parameter". */
export const fieldsQuery = (conditions: readonly string[]): NonNullable<PageRequest['query']> =>
	conditions.length > 0 ? { 'fields[]': conditions } : {};
