import { Agent } from 'node:http';
import axios from 'axios';

/** What reading a list takes at least: one request after the other, each answer parsed. */
export async function bareLoop(siteUrl: string, token: string, most: number): Promise<number> {
	const client = axios.create({
		httpAgent: new Agent({ keepAlive: true }),
		responseType: 'text',
		transformResponse: (text: string) => text,
		headers: {
			Accept: 'application/vnd.procurios.emailtracking+json; version=1',
			Authorization: `Bearer ${token}`,
		},
	});
	let records = 0;
	for (let after = ''; records < most; ) {
		const query = after && `?after=${encodeURIComponent(after)}`;
		const { data } = await client.get<string>(`${siteUrl}/l/email_api/tracking/opens${query}`);
		const { opens } = JSON.parse(data) as { opens: Array<Record<string, string>> };
		if (opens.length === 0) break;
		records += opens.length;
		const last = opens.at(-1)!;
		after = `${last.date}_${last.trackingCode}_${last.location}`;
	}
	return records;
}
