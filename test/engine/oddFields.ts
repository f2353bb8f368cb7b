import { DateTime } from 'luxon';
import type { INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';

// Fields as they are declared, and what expressions may give for them.

/** A field as it is declared, in an operation that has it. */
export interface Place {
	readonly node: string;
	readonly operation: string;
	readonly property: INodeProperties;
	/** What stands around it, with a value in its place. */
	with(value: unknown): INodeParameters;
	/** The collection of rows that it is in: in a row, its own name alone says little. */
	readonly rowsOf: string | undefined;
}

/** Values that fields take, by name. */
export const VALID: Readonly<Record<string, unknown>> = {
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
	textContent: 'Hello',
	htmlContent: '<p>Hello</p>',
	source: 'base64',
	content: 'SGVsbG8=',
	fileName: 'hello.txt',
	contentId: 'logo',
	addresses: {
		entries: [
			{
				linkId: 'garage-17',
				senderAddress: 'sales@example.com',
				recipientAddress: 'kim@example.org',
				proxyDomain: 'example.net',
			},
		],
	},
	addressesJson: '[]',
	field: 'receive_date',
};

export const EXPRESSION = '={{ $json.value }}';

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
	for (const { name, type, required } of properties) {
		if ((required || type === 'fixedCollection') && VALID[name] !== undefined)
			shown[name] ??= VALID[name] as string;
	}
	return shown;
}

const isShownFor = ({ displayOptions }: INodeProperties, base: INodeParameters) =>
	Object.entries(base).every(([name, value]) => {
		const wanted = displayOptions?.show?.[name] as unknown[] | undefined;
		return !wanted || wanted.includes(value);
	});

/** The fields of an action node, in each of its operations. */
export function* placesOf({ description }: INodeType): Generator<Place> {
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

/** What no user is to read. */
export const ODD =
	/TypeError|URI malformed|\[object|Cannot read|is not a function|of undefined|invalid syntax/;

/** What a field that takes whole objects says where one of them lacks something. */
const ROW_OF: Readonly<Record<string, string>> = { json: 'Address 1: ' };

/** All that a field does not take. */
export const refusedBy = ({ property: { type }, rowsOf }: Place) => ({
	...NEVER,
	// In a row, as in a locator, n8n makes a text of a DateTime.
	...(rowsOf !== undefined && type === 'string' ? TEXT : REFUSED[type]),
});

/** Whether an error says by its name, and in words, which field it is about. */
export const isAbout = ({ property, rowsOf }: Place, text: string): boolean =>
	[property.displayName, rowsOf ?? ROW_OF[property.type]].some(
		(name) => name !== undefined && text.includes(name),
	) &&
	!ODD.test(text) &&
	!/\n/.test(text) &&
	text.length <= 2_000;

/** The fields of a trigger, with each choice of the fields that show others. */
export function* placesOfTrigger(
	{ description }: INodeType,
	choosing: readonly string[],
): Generator<Place> {
	const { properties, displayName: node } = description;
	const bases = choosing.reduce<INodeParameters[]>(
		(found, name) =>
			found.flatMap((base) => {
				const field = properties.find((each) => each.name === name && isShownFor(each, base));
				if (!field) return [base];
				const isList = field.type === 'multiOptions';
				return (field.options ?? []).map((each) => {
					const value = (each as { value: string }).value;
					return { ...base, [name]: isList ? [value] : value };
				});
			}),
		[{}],
	);
	for (const base of bases) {
		for (const property of properties) {
			if (property.type === 'notice' || !isShownIn(property, base)) continue;
			const around = surroundings(properties, base, property);
			yield* placesIn(property, around, {
				node,
				operation: Object.values(base).join(),
				rowsOf: undefined,
			});
		}
	}
}

/** Whether the chosen fields leave room for another: what they do not say may be as it wants. */
const isShownIn = (property: INodeProperties, base: INodeParameters) =>
	Object.entries(property.displayOptions?.show ?? {}).every(
		([name, wanted]) => !(name in base) || (wanted as unknown[]).includes(base[name]),
	);

/** A value as an expression that gives it. */
export function expressionOf(value: unknown): string {
	const code = () => {
		if (typeof value === 'number' || value === undefined) return String(value);
		if (value instanceof Date) return `new Date(${value.getTime()})`;
		if (value instanceof DateTime) return 'DateTime.utc()';
		if (value && Object.getPrototypeOf(value) === null) return 'Object.create(null)';
		return `(${JSON.stringify(value)})`;
	};
	return `={{ ${code()} }}`;
}
