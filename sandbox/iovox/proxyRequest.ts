import { invalid } from './body';
import { checkReferences, checkTexts, isObject, type Known } from './fields';

/** A proxy address that is asked for. */
export interface ProxyRequest {
	link_id: string;
	sender_address: string;
	recipient_address: string;
	proxy_domain: string;
	proxy_name?: string;
}

const TEXTS = {
	required: ['link_id', 'sender_address', 'recipient_address', 'proxy_domain'],
	optional: ['proxy_name'],
};

/**
 * Reads the body of a call that makes proxy addresses.
 *
 * @param leaveOut whether a wrong entry is passed over
 * @throws Refusal (invalid) with a text for each thing that is wrong
 */
export function readProxies(body: unknown, known: Known, leaveOut: boolean): ProxyRequest[] {
	if (!Array.isArray(body)) throw invalid(['The body must be a JSON array']);
	if (body.length === 0) throw invalid(['The array cannot be empty']);
	const errors: string[] = [];
	const requests = body.filter((entry: unknown, index): entry is ProxyRequest => {
		const before = errors.length;
		const prefix = `[${index}]`;
		if (isObject(entry)) {
			checkTexts(entry, { ...TEXTS, prefix: `${prefix}.` }, errors);
			checkReferences(entry, known, errors, `${prefix}.`);
		} else {
			errors.push(`${prefix} must be an object`);
		}
		return errors.length === before;
	});
	if (errors.length > 0 && !leaveOut) throw invalid(errors);
	return requests;
}
