import type { INodeParameters, INodeType, NodeApiError } from 'n8n-workflow';
import { CopernicaTrigger } from '../../nodes/Copernica/CopernicaTrigger.node';
import { SUBJECTS } from '../../nodes/Copernica/subjects';
import { EncompassTrigger } from '../../nodes/Encompass/EncompassTrigger.node';
import { IovoxTrigger } from '../../nodes/Iovox/IovoxTrigger.node';
import { ProcuriosTrigger } from '../../nodes/Procurios/ProcuriosTrigger.node';
import { isEmpty } from '../../nodes/shared/values/typedValue';
import { type RequestRecord, type Sandbox, startSandbox } from '../../sandbox';
import { onlyTheClockIsFake } from '../time';
import {
	copernicaAt,
	encompassAt,
	iovoxAt,
	type MemoryCredentials,
	procuriosAt,
} from './credentials';
import { fetchTestEvent, Host } from './host';
import { expressionOf, isAbout, type Place, placesOfTrigger, refusedBy, VALID } from './oddFields';

// Whatever an expression gives for a field of a trigger: it is understood, or the error names the field.

onlyTheClockIsFake();

const NOW = Date.parse('2026-02-03T09:00:00Z');

interface Vendor {
	readonly trigger: INodeType;
	/** The fields that show others. */
	readonly choosing: readonly string[];
	credentials(sandbox: Sandbox, isV1: boolean): MemoryCredentials;
	requests(sandbox: Sandbox): readonly RequestRecord[];
}

const VENDORS: Readonly<Record<string, Vendor>> = {
	Procurios: {
		trigger: new ProcuriosTrigger(),
		choosing: ['event', 'emailScope'],
		credentials: (sandbox) => procuriosAt(sandbox.procurios),
		requests: ({ procurios }) => procurios.requests,
	},
	Iovox: {
		trigger: new IovoxTrigger(),
		choosing: ['event'],
		credentials: ({ iovox }) => iovoxAt(iovox),
		requests: ({ iovox }) => iovox.requests,
	},
	Copernica: {
		trigger: new CopernicaTrigger(),
		choosing: ['scope'],
		credentials: ({ copernica }, isV1) => copernicaAt(copernica, { version: isV1 ? 'v1' : 'v4' }),
		requests: ({ copernica }) => copernica.requests,
	},
	Encompass: {
		trigger: new EncompassTrigger(),
		choosing: ['event', 'messageScope'],
		credentials: ({ encompass }) => encompassAt(encompass),
		requests: ({ encompass }) => encompass.requests,
	},
};

let sandbox: Sandbox;
beforeAll(async () => {
	jest.setSystemTime(NOW);
	const end = new Date(NOW);
	sandbox = await startSandbox({
		procurios: { opens: 20, clicks: 20, recipients: 20, emails: 3, end },
		iovox: { mails: 20, end },
		copernica: { emailings: 3, profiles: 5, destinations: 5, end },
		encompass: { messages: 2, end },
	});
});
afterAll(async () => await sandbox.close());

/** With all values once for each field, and some of them with each choice of others. */
function* trials(places: Iterable<Place>, all: (place: Place) => object, few: object) {
	const seen = new Set<string>();
	for (const place of places) {
		const { name, displayName, type } = place.property;
		const key = [name, displayName, type].join();
		const values = Object.entries(seen.has(key) ? few : all(place)) as Array<[string, unknown]>;
		for (const [what, value] of values) yield { place, what, value };
		seen.add(key);
	}
}

/** What an expression may give, and what it stands for: where nothing is said, the field's default. */
function spellingsFor({ property: { name, type, options = [] } }: Place) {
	const values = options.flatMap((each) => ('value' in each ? [String(each.value)] : []));
	const [first = '', second = ''] = values;
	const text = VALID[name] ?? 'x';
	const spellings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
		number: { ' 5 ': [' 5 ', 5] },
		string: { 'blanks around a text': [`\n${text} `, text], 'a number': [5, '5'] },
		resourceLocator: { 'blanks around an ID': [` ${text} `, text], 'a number': [5, '5'] },
		options: Object.fromEntries(values.map((each) => [each, [` ${each} `, each]])),
		multiOptions: { 'with a comma': [`${first}, ${second}`, [first, second]] },
		dateTime: { 'blanks around a date': [' 2026-02-01 ', '2026-02-01T00:00:00+01:00'] },
	};
	const empty = { undefined: [undefined], null: [null], nothing: [''], blanks: ['  '] };
	return { ...empty, ...spellings[type] };
}

/** Where n8n takes no expression, the value itself stands in the workflow, which is JSON. */
const given = ({ property }: Place, value: unknown) =>
	property.noDataExpression ? value : expressionOf(value);

const WAYS = ['sampled', 'published'] as const;

/** What a trigger does, sampled or when its workflow is published. */
async function outcome(
	{ trigger, credentials, requests }: Vendor,
	way: (typeof WAYS)[number],
	parameters: INodeParameters,
) {
	const isV1 = typeof parameters.scope === 'string' && parameters.scope in SUBJECTS;
	const options = { trigger, credentials: credentials(sandbox, isV1), parameters };
	const { length } = requests(sandbox);
	const work =
		way === 'sampled'
			? fetchTestEvent(options)
			: new Host({ ...options, mode: 'memory' }).activate();
	const error = await work.then(
		() => undefined,
		(error: NodeApiError) => error,
	);
	const asked = requests(sandbox)
		.slice(length)
		.map(({ path }) => path)
		.filter((path) => !/token|authenticate/.test(path.split('?')[0]!));
	const text = error ? `${error.message} ${error.description}` : '';
	return { error, text, asked };
}

describe.each(Object.entries(VENDORS))('%s', (_name, vendor) => {
	const places = () => placesOfTrigger(vendor.trigger, vendor.choosing);

	it.each(WAYS)(
		'names the field that was given what it does not take, when %s',
		async (way) => {
			const wrong: string[] = [];
			for (const { place, what, value } of trials(places(), refusedBy, { 'an object': { a: 1 } })) {
				if (place.property.noDataExpression && value instanceof Date) continue;
				const { error, text, asked } = await outcome(vendor, way, place.with(given(place, value)));
				const where = `${place.property.displayName} (${place.operation}) with ${what}`;
				// Whether there is such a message, Encompass has to be asked.
				const isId = place.property.name === 'messageIds' && typeof value === 'string';
				// A test event looks at a part of its messages only, and cannot tell which is missing.
				if (isId && way === 'sampled') continue;
				if (asked.length > 0 && !isId)
					wrong.push(`${where}: asked ${asked.join(' ').slice(0, 200)}`);
				else if (!isAbout(place, text)) wrong.push(`${where}: ${text}`);
				else if (error?.failure?.cause !== 'configuration-invalid')
					wrong.push(`${where}: ${error?.failure?.cause}`);
			}
			expect(wrong).toEqual([]);
		},
		180_000,
	);

	it.each(WAYS)(
		'takes one spelling of a value as the other, or names the field, when %s',
		async (way) => {
			const wrong: string[] = [];
			for (const { place, what, value } of trials(places(), spellingsFor, { null: [null] })) {
				const { property, operation } = place;
				// By what stands in it exactly, n8n shows or hides other fields.
				if (property.noDataExpression) continue;
				const [odd, plain = property.default] = value as [unknown, unknown?];
				const one = await outcome(vendor, way, place.with(given(place, odd)));
				const isNamed = one.asked.length === 0 && isAbout(place, one.text);
				const same = await outcome(vendor, way, place.with(plain));
				const isAlike = one.text === same.text && String(one.asked) === String(same.asked);
				if (!isAlike && !(isNamed && isEmpty(odd))) {
					const texts = [one, same].map(({ text, asked }) => `${text} ${asked.join(' ')}`);
					wrong.push(`${property.displayName} (${operation}) with ${what}: ${texts.join(' | ')}`);
				}
			}
			expect(wrong).toEqual([]);
		},
		180_000,
	);
});
