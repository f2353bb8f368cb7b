import { type IDataObject, UserError } from 'n8n-workflow';
import type { Call } from '../shared/run/post';
import type { FieldReader } from '../shared/feed';
import { isObject } from '../shared/values/json';
import { jsonBuffer } from '../shared/run/jsonBuffer';
import { addresses, addressesJson, addressFields, inputMode } from './resources/proxyFields';

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
	const rows =
		inputMode.in(fields) === 'json'
			? rowsInJson(addressesJson.in(fields)).map(namedAsInEditor)
			: addresses.in(fields);
	const entries = rows.map(entryOf);
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

const namedAsInEditor = (row: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(addressFields).map(([sent, { property }]) => [property.name, row[sent]]),
	);

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
	new UserError(`${addressesJson.displayName} is no JSON array of objects`, {
		description:
			'Enter an array such as [{"link_id": "garage-17", "sender_address": "sales@example.com", "recipient_address": "kim@example.org", "proxy_domain": "example.net"}].',
	});

function entryOf(row: IDataObject, index: number): Entry {
	const { proxy_name, ...more } = Object.fromEntries(
		Object.entries(addressFields).map(([sent, field]) => [
			sent,
			field.inRow(row, `Address ${index + 1}`),
		]),
	) as Required<Entry>;
	return { ...more, ...(proxy_name === '' ? {} : { proxy_name }) };
}

const ADDRESSES = ['sender_address', 'recipient_address'];
const KEY = ['link_id', ...ADDRESSES];

type Spelling = (value: unknown) => string;
const asIs: Spelling = (value) => String(value ?? '').trim();
const inAnyCase: Spelling = (value) => asIs(value).toLowerCase();

/** What an answer and its entry have in common, the surest first. */
const LIKENESSES = [
	{ names: KEY, spelt: asIs },
	{ names: KEY, spelt: inAnyCase },
	{ names: ADDRESSES, spelt: inAnyCase },
];

/**
 * Each entry with its answer, in the order of the entries.
 * iovox: undocumented whether answers keep that order, and whether one invalid entry makes the call
 * fail or is left out. Answers say which entry they are for; the vendor's sample differs in the link.
 */
function matched(entries: readonly Entry[], body: unknown): IDataObject[] {
	// Judged by its status, an empty answer is a success.
	if (body === undefined) return entries.map((entry) => ({ ...entry, proxy_address: null }));
	const answers = Array.isArray(body) ? body.filter(isObject) : [body as IDataObject];
	const found = new Map<Entry, IDataObject>();
	const left = new Set(answers);
	const take = (entry: Entry, answer: IDataObject | undefined) => {
		if (answer && !found.has(entry) && left.delete(answer)) found.set(entry, answer);
	};
	for (const { names, spelt } of LIKENESSES) {
		const keyOf = (row: IDataObject) => JSON.stringify(names.map((name) => spelt(row[name])));
		const waiting = new Map<string, IDataObject[]>();
		for (const answer of left) {
			const key = keyOf(answer);
			waiting.set(key, [...(waiting.get(key) ?? []), answer]);
		}
		for (const entry of entries)
			if (!found.has(entry)) take(entry, waiting.get(keyOf(entry))?.shift());
	}
	// As many answers as entries: those that say something else are in their order.
	if (answers.length === entries.length) {
		const open = entries.filter((entry) => !found.has(entry));
		[...left].forEach((answer, index) => take(open[index]!, answer));
	}
	return [
		...entries.map((entry) => {
			const answer = found.get(entry);
			const missing = {
				error: 'iovox made no address for this entry, or does not say which it is',
			};
			return { ...entry, ...(answer ?? missing) };
		}),
		// They were made, and are not to be lost.
		...[...left].map((answer) => ({
			...answer,
			error: 'iovox made this address, but does not say for which entry',
		})),
	];
}
