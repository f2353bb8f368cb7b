import { addressIn } from '../../nodes/Copernica/recipients';

const profileOf = (fields: unknown) => ({ ID: '310045', fields });

it.each<[string, object]>([
	['email', { email: 'ann@example.com', other: 'x@example.com' }],
	['Email', { Email: 'ann@example.com' }],
	['e-mail', { 'e-mail': 'ann@example.com' }],
	['E-mailadres', { firstname: 'Ann', 'E-mailadres': 'ann@example.com' }],
	['email_address', { email_address: 'ann@example.com' }],
	['EmailAddress', { EmailAddress: 'ann@example.com' }],
	['werkmail', { werkmail: 'ann@example.com' }],
	['email before emailadres', { emailadres: 'x@example.com', email: 'ann@example.com' }],
	['emailadres before another', { oldmail: 'x@example.com', emailadres: 'ann@example.com' }],
	['the next where one is empty', { email: '', e_mail: 'no', emailadres: ' ann@example.com ' }],
	['the next where one is no address', { email: 'yes', email2: 'ann@example.com' }],
])('is found in %s', (_where, fields) => {
	expect(addressIn(profileOf(fields), '')).toBe('ann@example.com');
	expect(addressIn({ data: profileOf(fields) }, '')).toBe('ann@example.com');
});

it.each<[string, unknown]>([
	['there are no fields', {}],
	['fields are missing', undefined],
	['fields are a list', []],
	['all are empty', { email: '', firstname: '' }],
	['none is called so', { contact: 'ann@example.com' }],
	['it is no address', { email: 'ann', mailing: 'yes' }],
	['it has blanks', { email: 'ann @example.com' }],
	['it has two signs', { email: 'a@b@example.com' }],
	['it is no text', { email: 5 }],
])('is not there where %s', (_why, fields) => {
	expect(addressIn(profileOf(fields), '')).toBeNull();
});

describe('in a field that is named', () => {
	it('is found there only', () => {
		const fields = { email: 'x@example.com', contact: 'ann@example.com' };
		expect(addressIn(profileOf(fields), 'contact')).toBe('ann@example.com');
	});

	it('is not there where that is empty, though another has one', () => {
		expect(addressIn(profileOf({ email: 'x@example.com', contact: '' }), 'contact')).toBeNull();
	});

	it('is not there where somebody was removed, and no field is', () => {
		expect(addressIn(profileOf({}), 'contact')).toBeNull();
		expect(addressIn(profileOf(undefined), 'contact')).toBeNull();
	});

	it.each(['Contact', 'mail'])('is asked for in vain where there is no field %s', (name) => {
		const fields = { email: 'x@example.com', contact: 'ann@example.com' };
		expect(() => addressIn(profileOf(fields), name)).toThrow(
			`No field "${name}" is in the database`,
		);
	});
});

it('is not looked for in what is no profile', () => {
	expect(() => addressIn([], '')).toThrow('The answer of Copernica is no profile');
});
