/** Halves of a pair of two: no text in UTF-8 can hold one alone, and encodeURIComponent throws. */
const LONE_HALVES = /\p{Surrogate}/gu;

/** A text as it may stand in a URL; half a surrogate pair becomes the sign for what is unreadable. */
export const encoded = (text: string): string =>
	encodeURIComponent(text.replace(LONE_HALVES, '\uFFFD'));

/** Whether it comes out of a URL as it went in. */
export const isEncodable = (text: string): boolean => text.search(LONE_HALVES) === -1;
