import { type IDataObject, UserError } from 'n8n-workflow';
import type { Call } from '../shared/call';
import type { FieldReader } from '../shared/feed';
import { isObject } from '../shared/json';
import { jsonBuffer } from '../shared/jsonBuffer';
import { addressIn, asText, requiredText } from './typed';

/** What an address is wanted for. Source: "Generate proxy email addresses". */
interface Entry extends IDataObject {
	link_id: string;
	sender_address: string;
	recipient_address: string;
	proxy_domain: string;
	proxy_name?: string;
}

/** Generates addresses, all of an input item in one call. */
export function proxyAddressCall(fields: FieldReader): Call {
	const given =
		fields<string>('inputMode', 'fields') === 'json'
			? rowsInJson(fields<unknown>('addressesJson', ''))
			: fields<IDataObject[]>('addresses.entries', []).map(namedAsSent);
	const entries = given.map(entryOf);
	if (entries.length === 0) {
		throw new UserError('No address is asked for', { description: 'Add at least one address.' });
	}
	return {
		request: {
			path: '/email/address/proxy',
			body: async () => jsonBuffer(entries),
			inDoubt:
				'It is not known whether the addresses were made. Those that were do no harm: run again.',
		},
		read: (body) => matched(entries, body),
	};
}

const namedAsSent = ({
	linkId,
	senderAddress,
	recipientAddress,
	proxyDomain,
	proxyName,
}: IDataObject): IDataObject => ({
	link_id: linkId,
	sender_address: senderAddress,
	recipient_address: recipientAddress,
	proxy_domain: proxyDomain,
	proxy_name: proxyName,
});

/** An expression may give the array itself. */
function rowsInJson(given: unknown): IDataObject[] {
	const value = typeof given === 'string' ? parsed(given) : given;
	const rows: unknown[] = Array.isArray(value) ? value : [value];
	if (rows.every(isObject)) return rows;
	throw noArray();
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const noArray = () =>
	new UserError('Addresses (JSON) is no JSON array of objects', {
		description:
			'Enter an array such as [{"link_id": "garage-17", "sender_address": "sales@example.com", "recipient_address": "kim@example.org", "proxy_domain": "example.net"}].',
	});

function entryOf(row: IDataObject, index: number): Entry {
	const which = (name: string) => `Address ${index + 1}: ${name}`;
	const proxyName = asText(row.proxy_name);
	return {
		link_id: requiredText(row.link_id, which('Link ID')),
		sender_address: addressIn(row.sender_address, which('Sender Address')),
		recipient_address: addressIn(row.recipient_address, which('Recipient Address')),
		proxy_domain: requiredText(row.proxy_domain, which('Proxy Domain')),
		...(proxyName === '' ? {} : { proxy_name: proxyName }),
	};
}

const ADDRESSES = ['sender_address', 'recipient_address'];
const KEY = ['link_id', ...ADDRESSES];

const asIs = (value: unknown) => asText(value);
const inAnyCase = (value: unknown) => asText(value).toLowerCase();
const alike =
	(names: readonly string[], spelt: typeof asIs) => (entry: IDataObject, answer: IDataObject) =>
		names.every((name) => spelt(entry[name]) === spelt(answer[name]));

/** What shows that an answer is for an entry, the surest first. */
const LIKENESSES = [alike(KEY, asIs), alike(KEY, inAnyCase), alike(ADDRESSES, inAnyCase)];

/**
 * Each entry with its answer, in the order of the entries.
 * iovox: undocumented whether answers keep that order, and whether one invalid entry makes the call
 * fail or is left out. Answers say which entry they are for; the vendor's sample differs in the link.
 */
function matched(entries: readonly Entry[], body: unknown): IDataObject[] {
	// Judged by its status, an empty answer is a success.
	if (body === undefined) return entries.map((entry) => ({ ...entry, proxy_address: null }));
	const answers = Array.isArray(body) ? body.filter(isObject) : [body as IDataObject];
	const left = new Set(answers);
	const found = new Map<Entry, IDataObject>();
	const take = (entry: Entry, answer: IDataObject | undefined) => {
		if (!answer || found.has(entry) || !left.delete(answer)) return;
		found.set(entry, answer);
	};
	for (const isFor of LIKENESSES) {
		entries.forEach((entry, index) => {
			const answer = answers[index];
			if (answer && isFor(entry, answer)) take(entry, answer);
		});
		for (const entry of entries) {
			if (found.has(entry)) continue;
			const answer = [...left].find((each) => isFor(entry, each));
			take(entry, answer);
		}
	}
	const isSilent = answers.every((answer) => ADDRESSES.every((name) => !(name in answer)));
	if (isSilent && answers.length === entries.length) {
		entries.forEach((entry, index) => take(entry, answers[index]));
	}
	if (left.size > 0) throw unmatched(entries, [...left]);
	return entries.map((entry) => {
		const answer = found.get(entry);
		return answer
			? { ...entry, ...answer }
			: { ...entry, error: 'iovox made no address for this entry' };
	});
}

function unmatched(entries: readonly Entry[], answers: readonly IDataObject[]): UserError {
	const made = answers.map(({ proxy_address }) => asText(proxy_address)).join(', ');
	return new UserError('iovox made addresses, but does not say for which entries', {
		description: `Asked for were ${entries.length}; without an entry are: ${made.slice(0, 500)}. Ask for one at a time.`,
	});
}
