/** An e-mail address as it is, or encoded; of bounded length, so that no text takes long to search. */
const ADDRESS = /[^\s@<>"'(),;:]{1,64}(?:@|%40|&#64;|&commat;|\\u0040)[^\s@<>"'(),;:]{1,255}/gi;

/** Blacks out who is named by an address: records of people have no place in an error. */
export const withoutAddresses = (text: string) => text.replace(ADDRESS, '***');

/** In one line, without what is no sign: an error is written into a log, a line each. */
export const inOneLine = (text: string) => text.replace(/[\s\p{C}]+/gu, ' ').trim();

/** The beginning of a text, up to the end of a word: half of one says nothing, or too much. */
export function cutAtWord(text: string, most: number): string {
	if (text.length <= most) return text;
	const end = text.lastIndexOf(' ', most);
	return end > 0 ? `${text.slice(0, end)} …` : '…';
}
