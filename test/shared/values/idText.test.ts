import { idText } from '../../../nodes/shared/values/idText';
import { identityOf } from '../../../nodes/Copernica/records';
import { rowIdentity } from '../../../nodes/Encompass/records';
import { emails, links } from '../../../nodes/Procurios/lists';

it.each([
	['7', '7'],
	[7, '7'],
	[Number.MAX_SAFE_INTEGER, '9007199254740991'],
	['9007199254740993', '9007199254740993'],
	[9007199254740992, ''],
	[1e300, ''],
	[null, ''],
	[undefined, ''],
	[{}, ''],
])('the ID %p is "%s"', (id, text) => {
	expect(idText(id)).toBe(text);
});

/** Three neighbours, as they are once they were read. */
const rounded = JSON.parse(
	'[{"id":9007199254740992,"at":1},{"id":9007199254740993,"at":2},{"id":9007199254740994,"at":3}]',
) as Array<{ id: number; at: number }>;

it.each([
	['Copernica', identityOf],
	['Encompass', rowIdentity],
	['Procurios, of links', links.identity],
	['Procurios, of e-mails', ({ id, at }) => emails.identity({ trackingId: id, at } as never)],
] as Array<[string, (row: { id: number; at: number }) => string]>)(
	'records of %s whose IDs were rounded are told apart',
	(_list, identity) => {
		expect(new Set(rounded.map(({ id }) => id)).size).toBeLessThan(3);
		expect(new Set(rounded.map((row) => identity(row))).size).toBe(3);
	},
);
