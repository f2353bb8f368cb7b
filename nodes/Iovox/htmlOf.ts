const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** HTML that shows a text as it is, its lines and indentation included. */
export function htmlOf(text: string): string {
	const escaped = text
		.replace(/\t/g, '    ')
		.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!)
		.replace(/^ +| {2,}/gm, (blanks) => '&nbsp;'.repeat(blanks.length))
		.replace(/\r\n|\r|\n/g, '<br>\n');
	return `<!DOCTYPE html>\n<html><body>${escaped}</body></html>`;
}
