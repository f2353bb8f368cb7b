/** Names as marketplaces and their dealers write them, with what breaks naive clients. */

/** Text in every case: digits alone, leading zeros, blanks and signs occur. */
export const LINK_IDS: readonly string[] = [
	'garage-17',
	'1234',
	'00451',
	'abc1234',
	'ref 9/b',
	'véhicule-88',
	'A&B=C',
	'90071992547409931',
];

export const LINK_NAMES: readonly string[] = [
	'Roadster',
	'Family Van, 7 seats',
	'Citroën 2CV «Charleston»',
	'"City" Hatchback',
	'軽トラック',
	'Pick-up 4×4',
];

export const LINK_TYPES: readonly string[] = ['Vehicle', 'Property', 'Boat'];

export const NODES: ReadonlyArray<readonly [id: string, name: string, type: string]> = [
	['n-12', 'Example Cars', 'Dealer'],
	['007', "O'Brien & Sons", 'Dealer'],
	['n-13', 'Immobilière du Lac', 'Agency'],
];

export const SENDERS: ReadonlyArray<readonly [name: string, address: string]> = [
	['Sales Desk', 'sales@cars.example'],
	['Zoë, Service', 'zoe+service@cars.example'],
	['"Leads" <team>', "o'brien@dealer.example"],
	['Agence du Lac', 'agence@immo.example'],
];

export const GIVEN_NAMES: readonly string[] = [
	'Kim',
	'Étienne',
	'Siân',
	'فاطمة',
	'Nguyễn',
	'李',
	'Mary-Ann',
	'🚗 Max',
];

export const FAMILY_NAMES: readonly string[] = [
	'Buyer',
	"O'Neill",
	'van der Meer, Jr.',
	'Łukasiewicz',
	'الحسن',
	'小龙',
];
