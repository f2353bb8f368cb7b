import { addressIn } from '../../nodes/Copernica/recipients';

const profileOf = (fields: unknown) => ({ ID: '310045', fields });

/** As it comes out: nothing is null, too. */
const addressOf = (answer: unknown, field: string) => addressIn(answer, field) ?? null;

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
	['E_Mail', { E_Mail: 'ann@example.com', manager_email: 'boss@example.com' }],
	['emailaddress before mail', { mail: 'x@example.com', emailaddress: 'ann@example.com' }],
	['mail before another', { Manager_email: 'boss@example.com', mail: 'ann@example.com' }],
	['Email before Email2', { Email2: 'x@example.com', Email: 'ann@example.com' }],
	['Email beside a wrong one', { Email: ' ann@example.com ', email2: 'no', mailing: 'yes' }],
])('is found in %s', (_where, fields) => {
	expect(addressOf(profileOf(fields), '')).toBe('ann@example.com');
	expect(addressOf({ data: profileOf(fields) }, '')).toBe('ann@example.com');
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
	['the best field is empty', { Email: '', Manager_email: 'boss@shop.example' }],
	['the best field is wrong', { email: 'yes', email2: 'boss@shop.example' }],
	['the best field says nobody', { Email: null, emailaddress: 'boss@shop.example' }],
	['two are called the same', { email: 'ann@example.com', 'e-mail': 'x@example.com' }],
	['two differ in case', { email: '', Email: 'ann@example.com' }],
	['two are of one grade', { email1: 'ann@example.com', email2: '' }],
	['two are of a better grade', { emailadres: '', e_mail_address: '', werkmail: 'x@example.com' }],
	['there are several addresses', { email: 'ann@example.com, bob@example.com' }],
	['there are several names', { email: 'Ann <ann@example.com>; Bob <bob@example.com>' }],
])('is not there where %s', (_why, fields) => {
	expect(addressOf(profileOf(fields), '')).toBeNull();
});

it.each([
	['ann@example.com', 'ann@example.com'],
	['ANN@Example.COM', 'ANN@Example.COM'],
	[' Ann <ann@example.com> ', 'ann@example.com'],
	['<ann@example.com>', 'ann@example.com'],
	['"Ann, A. (HQ)" <ann@example.com>', 'ann@example.com'],
	['"Ann <x@y.example>" <ann@example.com>', 'ann@example.com'],
	['ann@example.com (Ann)', 'ann@example.com'],
	['mailto:ann@example.com', 'ann@example.com'],
	['ann@exam\u200bple.com', 'ann@example.com'],
	['Ann ann@example.com', null],
	['ann@example.com Bob <bob@example.com>', null],
	['Ann <ann@example.com', null],
	['Ann ann@example.com>', null],
	['Ann <ann>', null],
])('of %j is read %j, though another field has one', (email, address) => {
	const fields = { Email: email, Manager_email: 'boss@shop.example' };
	expect(addressOf(profileOf(fields), '')).toBe(address);
	expect(addressOf(profileOf({ contact: email }), 'contact')).toBe(address);
});

describe('in a field that is named', () => {
	it.each(['Contact', 'CONTACT', 'contact'])('is found, typed as %s', (typed) => {
		const fields = { email: 'x@example.com', contact: 'ann@example.com' };
		expect(addressOf(profileOf(fields), typed)).toBe('ann@example.com');
	});

	it('is found where one of two is as typed, and asked for where none is', () => {
		const fields = { Email: 'ann@example.com', EMAIL: 'x@example.com' };
		expect(addressOf(profileOf(fields), 'Email')).toBe('ann@example.com');
		expect(() => addressIn(profileOf(fields), 'email')).toThrow(
			'E-Mail Field "email" may be any of Email, EMAIL',
		);
	});

	it('is found there only', () => {
		const fields = { email: 'x@example.com', contact: 'ann@example.com' };
		expect(addressIn(profileOf(fields), 'contact')).toBe('ann@example.com');
	});

	it('is not there where that is empty, though another has one', () => {
		expect(addressOf(profileOf({ email: 'x@example.com', contact: '' }), 'contact')).toBeNull();
	});

	it('is not there where somebody was removed, and no field is', () => {
		expect(addressOf(profileOf({}), 'contact')).toBeNull();
		expect(addressOf(profileOf(undefined), 'contact')).toBeNull();
	});

	it.each(['contacts', 'mail'])('is asked for in vain where there is no field %s', (name) => {
		const fields = { email: 'x@example.com', contact: 'ann@example.com' };
		expect(() => addressIn(profileOf(fields), name)).toThrow(
			`No field "${name}" is in the database`,
		);
	});
});

it('is not looked for in what is no profile', () => {
	expect(() => addressIn([], '')).toThrow('The answer of Copernica is no profile');
});

it('is not looked for elsewhere where it is empty or not sure, but where no field is for it', () => {
	const two = { email1: 'ann@example.com', email2: 'x@example.com' };
	const empty = [{ email: '' }, { email: null, mail: 'x@x.example' }, { work_email: ' ' }];
	for (const fields of [two, { email: 'ann' }, { email: 'a@x.example, b@x.example' }, ...empty]) {
		expect(addressIn(profileOf(fields), '')).toBeNull();
	}
	for (const fields of [{}, { name: 'Ann' }, { manager_email: 'boss@shop.example' }]) {
		expect(addressIn(profileOf(fields), '')).toBeUndefined();
	}
});

it.each([
	...[
		'Manager_email',
		'bossMail',
		'parent-email',
		'Partner E-mail',
		'emailpartner',
		'referrer_mail',
	],
	...['friend email', 'E-mail ouder', 'vorige_email', 'oldmail', 'accountmanager_email', 'mailing'],
	...['email_manager', 'invoice_email', 'emailstatus', 'work_email_manager', 'sender_email'],
])('is not that of another, or none at all, in %s', (name) => {
	expect(addressIn(profileOf({ [name]: 'boss@shop.example' }), '')).toBeUndefined();
	const fields = { [name]: 'boss@shop.example', Work_Email: 'ann@example.com' };
	expect(addressIn(profileOf(fields), '')).toBe('ann@example.com');
	// Who chooses it, wants it.
	expect(addressIn(profileOf(fields), name)).toBe('boss@shop.example');
});

it.each([
	...[
		'PrivateEmail',
		'email (private)',
		'Contact E-mail',
		'werkmail',
		'E-mail werk',
		'primary_mail',
	],
	...['customerEmailAddress', 'E-mailadres klant', 'email2', 'Email_1'],
])('is found in %s, where it is the only one', (name) => {
	expect(addressIn(profileOf({ [name]: 'ann@example.com' }), '')).toBe('ann@example.com');
});
