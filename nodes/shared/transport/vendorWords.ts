import { FIELD, isObject } from '../values/json';
import { MOST_READ, type Secrets } from './secrets';
import { cutAtWord, inOneLine, withoutAddresses } from '../values/words';

/**
 * What a text of a service becomes before anything is looked for in it: of bounded length, and safe to
 * be shown. Tags are taken out of it later, and its end is cut off: neither may leave half a secret.
 */
type Clean = (text: string) => string;

/** Cleans a text that is to be shown. */
export const cleanedOf =
	(secrets: Secrets): Clean =>
	(text) =>
		withoutAddresses(secrets.redactStart(text));

/** Leaves a text as it is that is looked at, and not shown. */
const asItIs: Clean = (text) => text.slice(0, MOST_READ);

const MESSAGE_KEYS = ['error_description', 'message', 'detail', 'title', 'error', 'errors'];
/** The most messages of a list. */
const MOST_MESSAGES = 20;
/** The most of what a service says, in characters: it may name each field that it does not take. */
const MOST_SAID = 900;

/**
 * The vendor's own words in an answer, in one line: what stands under the usual keys of JSON or in the
 * usual elements of XML, or a short sentence. The rest of a body may be records of people.
 */
export function vendorMessage(body: unknown, clean: Clean = asItIs): string | undefined {
	const said = typeof body === 'string' ? wordsIn(clean(body)) : messageIn(body, clean, 0);
	return cutAtWord(inOneLine(said ?? ''), MOST_SAID) || undefined;
}

function messageIn(body: unknown, clean: Clean, depth: number): string | undefined {
	if (typeof body === 'string') return saidIn(clean(body), clean, depth);
	if (!isObject(body) || depth > 5) return undefined;
	for (const key of MESSAGE_KEYS) {
		const value = body[key];
		const said = (Array.isArray(value) ? value.slice(0, MOST_MESSAGES) : [value])
			.map((each) => messageIn(each, clean, depth + 1))
			.filter(Boolean);
		if (said.length > 0) return said.join('; ');
	}
	return undefined;
}

/** A gateway hands on what another service answered, as a text. */
function saidIn(text: string, clean: Clean, depth: number): string | undefined {
	const message = text.trim();
	if (!/^[[{]/.test(message)) return message.startsWith('<') ? wordsIn(message) : message;
	try {
		return messageIn(JSON.parse(message), clean, depth + 1);
	} catch {
		// A place in a list, such as "[1].link_id", and not JSON that breaks off.
		return NO_WORDS.test(message) ? undefined : message;
	}
}

/** The signs of JSON. */
const NO_WORDS = /["{}]/;

/** What an XML answer says: other elements may hold records. */
const XML_MESSAGE =
	/<(?:\w{1,20}:)?(?:error|message|errormessage|description|detail|reason|faultstring)(?:\s[^<>]*)?>([^<>]*)/gi;

/** A text that is no JSON: messages in XML, or a sentence; not a web page. */
function wordsIn(body: string): string | undefined {
	const text = body.trim();
	if (isWebPage(text)) return undefined;
	if (!text.startsWith('<')) return isSentence(text) ? text : undefined;
	const texts = [...text.matchAll(XML_MESSAGE)].map(([, said = '']) => said.trim());
	return texts.filter(Boolean).slice(0, MOST_MESSAGES).join('; ') || undefined;
}

/** Longer is a body. */
const LONGEST_SENTENCE = 200;
/** The signs of a table or of a form, which sentences have not. */
const NO_PROSE = /[;|\t\n{}[\]<>]|,\S|&\w+=/;

const isSentence = (text: string) =>
	text.length <= LONGEST_SENTENCE && !NO_PROSE.test(text) && /\S \S|^\p{L}+[.!]?$/u.test(text);

const isWebPage = (text: string) => /^<(?:!doctype html|html|head|body)\b/i.test(text);

const TITLE = /<title(?:\s[^<>]*)?>([^<]*)<\/title>/i;
const MOST_OF_TITLE = 80;
const MOST_OF_MESSAGE = 120;
/** What came, for someone who expected JSON. */
export function describeBody(body: unknown, clean: Clean): string {
	if (body === undefined || body === null || body === '') return 'an empty answer';
	if (typeof body !== 'string') {
		const said = vendorMessage(body, clean);
		if (said) return `"${cutAtWord(said, MOST_OF_MESSAGE)}"`;
		const fields = Object.keys(body)
			.slice(0, 8)
			.filter((name) => FIELD.test(clean(name)));
		return fields.length > 0 ? `JSON with ${fields.join(', ')}` : 'other JSON';
	}
	if (body.trim() === '') return 'an empty answer';
	const text = clean(body).trimStart();
	if (isWebPage(text)) {
		const title = inOneLine(TITLE.exec(text)?.[1] ?? '');
		return title ? `a web page with the title "${cutAtWord(title, MOST_OF_TITLE)}"` : 'a web page';
	}
	if (text.startsWith('<')) return 'XML';
	return /^[[{]/.test(text) ? 'JSON that breaks off' : 'text that is no JSON';
}
