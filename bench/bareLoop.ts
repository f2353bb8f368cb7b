import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Agent } from 'node:http';
import { finished } from 'node:stream/promises';
import axios from 'axios';

/** A Procurios site, and a token for it. */
export interface Site {
	readonly siteUrl: string;
	readonly token: string;
}

type Open = Record<'date' | 'trackingCode' | 'location', string>;

/**
 * What reading a list takes at least: one request after the other, each answer parsed. Rows that
 * share the last position of a page may go on behind it, so they are read with the next one.
 */
export async function* openPages({ siteUrl, token }: Site): AsyncGenerator<Open[]> {
	const client = axios.create({
		httpAgent: new Agent({ keepAlive: true }),
		responseType: 'text',
		transformResponse: (text: string) => text,
		headers: {
			Accept: 'application/vnd.procurios.emailtracking+json; version=1',
			Authorization: `Bearer ${token}`,
		},
	});
	for (let after = ''; ; ) {
		const query = after && `?after=${encodeURIComponent(after)}`;
		const { data } = await client.get<string>(`${siteUrl}/l/email_api/tracking/opens${query}`);
		const { opens } = JSON.parse(data) as { opens: Open[] };
		if (opens.length === 0) return;
		const last = positionOf(opens.at(-1)!);
		let whole = opens.length - 1;
		while (whole > 0 && positionOf(opens[whole - 1]!) === last) whole--;
		// A page of one position: nothing comes behind it, or the cursor alone leads on.
		if (whole === 0) {
			yield opens;
			after = last;
		} else {
			yield opens.slice(0, whole);
			after = positionOf(opens[whole - 1]!);
		}
	}
}

const positionOf = ({ date, trackingCode, location }: Open) =>
	`${date}_${trackingCode}_${location}`;

/** Writes all opens into a file, one line of JSON each. @returns how many there are */
export async function writeOpens(site: Site, file: string): Promise<number> {
	const stream = createWriteStream(file);
	let records = 0;
	for await (const opens of openPages(site)) {
		records += opens.length;
		const lines = opens.map((open) => `${JSON.stringify(open)}\n`).join('');
		if (!stream.write(lines)) await once(stream, 'drain');
	}
	stream.end();
	await finished(stream);
	return records;
}
