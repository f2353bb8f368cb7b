import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { Copernica } from '../../nodes/Copernica/Copernica.node';
import { Encompass } from '../../nodes/Encompass/Encompass.node';
import { Iovox } from '../../nodes/Iovox/Iovox.node';
import { Procurios } from '../../nodes/Procurios/Procurios.node';
import { type RequestRecord, type Sandbox, startSandbox } from '../../sandbox';
import { copernicaAt, encompassAt, iovoxAt, type MemoryCredentials } from './credentials';
import { credentialsFor, runNode } from './engine';

// Whatever an expression gives for a field: it is understood, or the error names the field.

/** A field as it is declared, in an operation that has it. */
interface Place {
	readonly node: string;
	readonly operation: string;
	readonly property: INodeProperties;
	/** What stands around it, with a value in its place. */
	with(value: unknown): INodeParameters;
	/** The collection of rows that it is in: in a row, its own name alone says little. */
	readonly rowsOf: string | undefined;
}

const VALID: Readonly<Record<string, unknown>> = {
	emailId: '50211',
	messageId: '900123',
	emailingId: '1204',
	destinationId: '650017',
	profileId: '310045',
	subjectId: 'dkJDF343Df',
	conversationId: '7be41f0a',
	linkId: 'garage-17',
	senderAddress: 'sales@example.com',
	recipientAddress: 'kim@example.org',
	proxyDomain: 'example.net',
	subject: 'Your test drive',
	htmlContent: '<p>Hello</p>',
	addressesJson: '[]',
	field: 'receive_date',
};

const EXPRESSION = '={{ $json.value }}';

/** What shows a field, and what the operation cannot do without. */
function surroundings(
	properties: readonly INodeProperties[],
	base: INodeParameters,
	{ displayOptions }: INodeProperties,
): INodeParameters {
	const shown: INodeParameters = { ...base };
	for (const [name, values] of Object.entries(displayOptions?.show ?? {})) {
		shown[name] ??= (values as string[])[0]!;
	}
	for (const { name, required } of properties) {
		if (required && VALID[name] !== undefined) shown[name] ??= VALID[name] as string;
	}
	return shown;
}

const isShownFor = ({ displayOptions }: INodeProperties, base: INodeParameters) =>
	Object.entries(base).every(([name, value]) => {
		const wanted = displayOptions?.show?.[name] as unknown[] | undefined;
		return !wanted || wanted.includes(value);
	});

function* placesOf({ description }: INodeType): Generator<Place> {
	const { properties, displayName: node } = description;
	const optionsOf = (name: string, base: INodeParameters) =>
		properties
			.filter((each) => each.name === name && isShownFor(each, base))
			.flatMap(({ options = [] }) => options.map((each) => ('value' in each ? each.value : '')));
	for (const resource of optionsOf('resource', {}) as string[]) {
		for (const operation of optionsOf('operation', { resource }) as string[]) {
			const base = { resource, operation };
			for (const property of properties) {
				const { name, type } = property;
				if (['resource', 'operation'].includes(name) || type === 'notice') continue;
				if (!isShownFor(property, base)) continue;
				const around = surroundings(properties, base, property);
				const place = { node, operation: `${operation} of ${resource}`, rowsOf: undefined };
				yield* placesIn(property, around, place);
			}
		}
	}
}

function* placesIn(
	property: INodeProperties,
	around: INodeParameters,
	place: Pick<Place, 'node' | 'operation' | 'rowsOf'>,
): Generator<Place> {
	const { name, type, options = [], displayName } = property;
	const having = (value: unknown) => ({ ...around, [name]: value }) as INodeParameters;
	if (type === 'collection') {
		for (const option of options as INodeProperties[]) {
			yield {
				...place,
				property: option,
				with: (value) => having({ [option.name]: value }),
			};
		}
		return;
	}
	if (type === 'fixedCollection') {
		for (const group of options) {
			if (!('values' in group)) continue;
			const valid = Object.fromEntries(
				group.values.map(({ name, default: usual }) => [name, VALID[name] ?? usual]),
			);
			for (const option of group.values) {
				const shows = Object.entries(option.displayOptions?.show ?? {}).map(
					([name, values]) => [name, (values as string[])[0]] as const,
				);
				yield {
					...place,
					property: option,
					rowsOf: displayName,
					with: (value) =>
						having({
							[group.name]: [{ ...valid, ...Object.fromEntries(shows), [option.name]: value }],
						}),
				};
			}
		}
		return;
	}
	yield {
		...place,
		property,
		with: (value) => having(type === 'resourceLocator' ? { __rl: true, mode: 'id', value } : value),
	};
}

const HALF = 'a\ud83dz';

/** What no field takes. */
const NEVER: Readonly<Record<string, unknown>> = {
	'an object': { a: 1 },
	'an object without a prototype': Object.create(null),
	'a list of objects': [{ a: 1 }],
	NaN: NaN,
	Infinity: Infinity,
	'1e21': 1e21,
	'half of a character': HALF,
	'a date that is none': new Date(NaN),
};

const TEXT = {
	true: true,
	'a date': new Date(0),
	'an object in a text': 'x [object Object]',
};
const LONG = `${'long and\nbad '.repeat(2_000)}`;

/** What a field of a type does not take either. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	string: { ...TEXT, 'a DateTime': DateTime.utc() },
	// Inside it, n8n makes a text of a DateTime.
	resourceLocator: TEXT,
	number: { true: true, '[5]': [5], text: 'five', hex: '0x10', negative: -5, 'a long text': LONG },
	boolean: { '1': 1, yes: 'yes', '[true]': [true], 'a long text': LONG },
	options: { true: true, '5': 5, other: 'something else', '["all"]': ['all'], 'a long text': LONG },
	multiOptions: { true: true, other: 'something else', 'a long text': LONG },
	dateTime: {
		true: true,
		'a list of a date': ['2026-02-03'],
		'30 February': '2026-02-30',
		'day first': '3-2-2026',
		'either first': '03/02/2026',
		'a week': 'week 3',
		'a number': '5',
		'a part of a URL': 'a?b=1',
		seconds: 1_770_076_800,
		milliseconds: 1_770_076_800_000,
		'a month': '2026-02',
		'an hour too many': '2026-02-03T25:00:00',
		'a day and more': '2026-02-03 and more',
		'a long text': LONG,
	},
};

// Not mended here: what a mail holds is read in a way of its own.
const OF_SEND = ['send of email', 'create of proxyAddress'];

interface Vendor {
	readonly node: INodeType;
	credentials(sandbox: Sandbox, version: string): MemoryCredentials;
	requests(sandbox: Sandbox): readonly RequestRecord[];
}

const VENDORS: Readonly<Record<string, Vendor>> = {
	Procurios: {
		node: new Procurios(),
		credentials: (sandbox) => credentialsFor(sandbox),
		requests: ({ procurios }) => procurios.requests,
	},
	Iovox: {
		node: new Iovox(),
		credentials: ({ iovox }) => iovoxAt(iovox),
		requests: ({ iovox }) => iovox.requests,
	},
	Copernica: {
		node: new Copernica(),
		credentials: ({ copernica }, version) => copernicaAt(copernica, { version }),
		requests: ({ copernica }) => copernica.requests,
	},
	Encompass: {
		node: new Encompass(),
		credentials: ({ encompass }) => encompassAt(encompass),
		requests: ({ encompass }) => encompass.requests,
	},
};

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		procurios: { opens: 20, clicks: 20, recipients: 20, emails: 3 },
		iovox: { mails: 20 },
		copernica: { emailings: 3, profiles: 5, destinations: 5 },
		encompass: { messages: 2 },
	});
});
afterAll(async () => await sandbox.close());

const ODD =
	/TypeError|URI malformed|\[object|Cannot read|is not a function|of undefined|invalid syntax/;

/** Values for the places of a node: all of them once for each field, some of them for each operation. */
function* trials(node: INodeType): Generator<[Place, Array<[what: string, value: unknown]>]> {
	const seen = new Set<string>();
	for (const place of placesOf(node)) {
		if (OF_SEND.includes(place.operation)) continue;
		const { name, displayName, type } = place.property;
		const key = [name, displayName, type, place.rowsOf].join();
		const all = Object.entries({ ...NEVER, ...REFUSED[type] });
		const few = [['an object', { a: 1 }] as [string, unknown]];
		yield [place, seen.has(key) ? few : all];
		seen.add(key);
	}
}

describe.each(Object.entries(VENDORS))('%s', (_name, { node, credentials, requests }) => {
	it('names the field that was given what it does not take, before anything is asked for', async () => {
		const [v1, latest] = [credentials(sandbox, 'v1'), credentials(sandbox, 'v4')];
		const wrong: string[] = [];
		for (const [place, values] of trials(node)) {
			const { property, operation } = place;
			const asked = requests(sandbox).length;
			const { items, error } = await runNode({
				credentials: operation.endsWith('messageEvent') ? v1 : latest,
				parameters: place.with(EXPRESSION),
				items: values.map(([, value]) => ({ json: { value } as IDataObject })),
				onError: 'continueRegularOutput',
			});
			const where = `${property.displayName} (${operation})`;
			if (error) wrong.push(`${where}: all at once: ${error.message}`);
			if (requests(sandbox).length > asked) wrong.push(`${where}: asked`);
			values.forEach(([what], index) => {
				const own = items.find((each) => (each.pairedItem as { item: number }).item === index);
				const text = String(own?.json.error ?? 'nothing');
				const isNamed = [property.displayName, place.rowsOf].some(
					(name) => name !== undefined && text.includes(name),
				);
				const isFine = isNamed && !ODD.test(text) && !/\n/.test(text) && text.length <= 2_000;
				if (!isFine) wrong.push(`${where} with ${what}: ${text.slice(0, 300)}`);
			});
		}
		expect(wrong).toEqual([]);
	}, 180_000);
});
