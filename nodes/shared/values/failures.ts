/** Statuses that may pass. A gateway has 520 to 524 of its own for 502 and 504, and 529 for 503. */
const RETRIED_STATUS = new Set([408, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524, 529]);
const RETRIED_CODES = new Set([
	'ECONNRESET',
	'ECONNREFUSED',
	'ECONNABORTED',
	'ETIMEDOUT',
	'EPIPE',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ENETUNREACH',
	'ERR_BAD_RESPONSE',
	'ERR_NETWORK',
	'ERR_STREAM_PREMATURE_CLOSE',
	'UND_ERR_SOCKET',
]);

/** Whether a GET that ended like this is worth another try: a busy vendor or a lost connection. */
export function isTransient(status: number | undefined, code: string | undefined): boolean {
	if (status !== undefined) return RETRIED_STATUS.has(status);
	return code !== undefined && RETRIED_CODES.has(code);
}

/** Codes of certificates that are not trusted, and of what is no TLS at all. */
const TLS = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;
export const isOfTls = (code: string | undefined): boolean => code !== undefined && TLS.test(code);

/** Whether a gateway had no answer of the vendor in time. */
export const isLate = (status: number | undefined) => status === 504 || status === 524;

/** The codes of a request that was given up for its time. */
const LATE_CODES = new Set(['ETIMEDOUT', 'ECONNABORTED']);

/** Whether the vendor did not have the answer in time, which a smaller one may well be. */
export const isTooSlow = (status: number | undefined, code: string | undefined) =>
	isLate(status) || (status === undefined && code !== undefined && LATE_CODES.has(code));

/** Whether the vendor says that it has too much to do, and wants to be left alone. */
export const isBusy = (status: number | undefined) =>
	status === 429 || status === 503 || status === 529;
