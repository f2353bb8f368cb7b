import { timingSafeEqual } from 'node:crypto';

/** A token of one region is unknown in the other. */
export type Region = 'us' | 'ca';

/** A customer of the vendor, with the data of this sandbox. */
export interface Client {
	region: Region;
	siteId: string;
	/** What the documentation also calls secret key, API GUID and web services GUID. */
	apiKey: string;
}

export const CLIENTS: Record<Region, Client> = {
	us: { region: 'us', siteId: '1055', apiKey: '6f1c2b4e-8d3a-4c57-9e21-0b7a5d4c3f10' },
	ca: { region: 'ca', siteId: '2077', apiKey: 'c04e7d19-52b8-4f6a-8a3d-97e1f0b2d685' },
};

export function clientWith(siteId: string, apiKey: string): Client | undefined {
	const client = Object.values(CLIENTS).find((one) => one.siteId === siteId);
	return client !== undefined && equal(client.apiKey, apiKey) ? client : undefined;
}

function equal(expected: string, given: string): boolean {
	const [a, b] = [Buffer.from(expected), Buffer.from(given)];
	return a.length === b.length && timingSafeEqual(a, b);
}
