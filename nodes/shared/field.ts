import type { DateTime } from 'luxon';
import {
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	UserError,
} from 'n8n-workflow';
import type { FieldReader } from './feed';
import { isObject } from './values/json';
import { dateIn } from './values/typedDate';
import {
	choiceIn,
	isEmpty,
	isNo,
	noChoice,
	numberIn,
	textIn,
	textsIn,
	typedText,
} from './values/typedValue';

/** Where a field is shown: by the values of other fields. */
export type ShowWhen = Readonly<Record<string, string[]>>;

/** @throws UserError that names the field, for a value that it does not take */
type Reading<T> = (value: unknown, displayName: string, timezone: string) => T;

/** A field of a node, declared once: what the editor shows, and how its value is read. */
export class Field<T, P extends INodeProperties = INodeProperties> {
	/**
	 * @param property as n8n's editor takes it
	 * @param name where the value stands among the node's parameters, such as `options.pageSize`
	 * @param absent stands for the value where the parameter is missing
	 */
	constructor(
		readonly property: P,
		readonly name: string,
		private readonly absent: unknown,
		private readonly read: Reading<T>,
	) {}

	get displayName(): string {
		return this.property.displayName;
	}

	/**
	 * The value; the default where the field is empty.
	 * @throws UserError that names the field as the user sees it, for a value that it does not take
	 */
	in(fields: FieldReader): T {
		return this.read(fields<unknown>(this.name, this.absent), this.displayName, fields.timezone);
	}

	/**
	 * The value in a row of a field that has several rows.
	 * @param which of them, as the user sees it, such as `Attachment 1`
	 */
	inRow(row: IDataObject, which: string): T {
		const { name } = this.property;
		const value: unknown = name in row ? row[name] : this.absent;
		return this.read(value, `${which}: ${this.displayName}`, 'UTC');
	}

	/** The same field, with a reading that makes more of its value, or takes fewer values. */
	refined<U>(refine: (value: T, displayName: string) => U): Field<U, P> {
		const { property, name, absent, read } = this;
		return new Field(property, name, absent, (value, displayName, timezone) =>
			refine(read(value, displayName, timezone), displayName),
		);
	}
}

/** A field by whose value others are shown. */
class ChoiceField<V extends string> extends Field<V, ChoiceProperty<V>> {
	/** What is shown where it has one of these values. */
	is(...values: V[]): ShowWhen {
		return { [this.name]: values };
	}
}

type Options<V extends string> = Array<INodePropertyOptions & { value: V }>;
interface ChoiceProperty<V extends string> extends INodeProperties {
	type: 'options';
	options: Options<V>;
	default: NoInfer<V>;
}
interface ChoicesProperty<V extends string> extends INodeProperties {
	type: 'multiOptions';
	options: Options<V>;
	default: Array<NoInfer<V>>;
}
interface NumberProperty extends INodeProperties {
	type: 'number';
	default: number;
}
interface SwitchProperty extends INodeProperties {
	type: 'boolean';
	default: boolean;
}
interface RowsProperty extends INodeProperties {
	type: 'fixedCollection';
	options: [INodePropertyCollection];
	default: INodeParameters;
}

/** A property, and the collection that it stands in; absent: it stands by itself. */
type Declared<P = INodeProperties> = P & {
	readonly within?: 'filters' | 'options' | 'requestOptions';
};

/** What `Field` begins with: the property alone, and the name of its parameter. */
function placed<P extends INodeProperties>({ within, ...property }: Declared<P>) {
	const name = within === undefined ? property.name : `${within}.${property.name}`;
	return [property as unknown as P, name] as const;
}

/** A text, trimmed, or what a resource locator stands for. An ID may come as a number. */
export function textField(declared: Declared): Field<string> {
	const usual = typeof declared.default === 'string' ? declared.default : '';
	const read: Reading<string> = (value, displayName) => textIn(value, displayName) || usual;
	return new Field(...placed(declared), usual, read);
}

/** A text exactly as it was typed. */
export const longTextField = (declared: Declared): Field<string> =>
	new Field(...placed(declared), declared.default, typedText);

/** Texts, as a list or with a separator between them, which is a comma. */
export const textsField = (declared: Declared, separator?: RegExp): Field<string[]> =>
	new Field(...placed(declared), declared.default, (value, displayName) =>
		textsIn(value, displayName, separator),
	);

/** A date; undefined where the field is empty. */
export const dateTimeField = (declared: Declared): Field<DateTime | undefined> =>
	new Field(...placed(declared), declared.default, (value, displayName, timezone) => {
		if (isEmpty(value)) return undefined;
		const date = dateIn(value, timezone);
		if (date) return date;
		throw isNo(
			'date',
			value,
			displayName,
			'Pick a date, or enter one such as 2026-02-03 or 2026-02-03T09:00:00+01:00.',
		);
	});

/** A date in ms since 1970; undefined where the field is empty. */
export const dateField = (declared: Declared): Field<number | undefined> =>
	dateTimeField(declared).refined((date) => date?.toMillis());

/** A switch, which an expression may give as text. */
export const switchField = (declared: Declared<SwitchProperty>): Field<boolean, SwitchProperty> =>
	new Field(...placed(declared), declared.default, (value, displayName) => {
		if (isEmpty(value)) return declared.default;
		const text = typeof value === 'string' ? value.trim() : value;
		if (text === true || text === 'true') return true;
		if (text === false || text === 'false') return false;
		throw isNo('yes or no', value, displayName, 'It takes true or false.');
	});

const valuesOf = <V extends string>(options: Options<V>): V[] => options.map(({ value }) => value);

/** One of the options. */
export const choiceField = <V extends string>(
	declared: Declared<ChoiceProperty<V>>,
): ChoiceField<V> =>
	new ChoiceField(...placed<ChoiceProperty<V>>(declared), declared.default, (value, displayName) =>
		choiceIn<V>(value, displayName, [declared.default, ...valuesOf(declared.options)]),
	);

/** One of the options; '' where the field was not added, whose default is what it begins with. */
export const addedChoiceField = <V extends string>(
	declared: Declared<ChoiceProperty<V>>,
): Field<V | ''> =>
	new Field<V | ''>(...placed<ChoiceProperty<V>>(declared), '', (value, displayName) =>
		choiceIn<V | ''>(value, displayName, ['', ...valuesOf(declared.options)]),
	);

/** Some of the options, each once, as a list or with commas between them; none where it is emptied. */
export const choicesField = <V extends string>(
	declared: Declared<ChoicesProperty<V>>,
): Field<V[]> => {
	const values: readonly string[] = valuesOf(declared.options);
	return new Field(...placed(declared), declared.default, (value, displayName) => {
		const typed = textsIn(value, displayName);
		const unknown = typed.find((each) => !values.includes(each));
		if (unknown !== undefined) throw noChoice(unknown, displayName, values);
		return [...new Set(typed)] as V[];
	});
};

interface Bounds {
	/** Why it takes no more than the most. */
	readonly because?: string;
	/** Whether more than the most is taken for the most. */
	readonly isCapped?: boolean;
	/** Whether it must not be left empty. */
	readonly isNeeded?: boolean;
}

/** A whole number between the least and the most of the editor: 1 or more where it says nothing. */
export function wholeNumberField({
	because,
	isCapped = false,
	isNeeded = false,
	...declared
}: Declared<NumberProperty> & Bounds): Field<number, NumberProperty> {
	const { minValue: least = 1, maxValue: most = Infinity } = declared.typeOptions ?? {};
	return new Field(...placed(declared), declared.default, (typed, displayName) => {
		const value = isEmpty(typed) && !isNeeded ? declared.default : numberIn(typed);
		if (!Number.isInteger(value) || value < least) {
			throw new UserError(`${displayName} must be a whole number of ${least} or more`);
		}
		if (value <= most || isCapped) return Math.min(value, most);
		throw new UserError(`${displayName} must be ${most.toLocaleString('en')} or less`, {
			description: because,
		});
	});
}

/** A limit of a hundred years: nobody waits longer, and all that is reckoned with it stays exact. */
const MOST_MINUTES = 50_000_000;

/** A number of minutes, in ms. */
export const minutesField = (declared: Declared<NumberProperty>): Field<number> =>
	new Field(...placed(declared), declared.default, (typed, displayName) => {
		const value = isEmpty(typed) ? declared.default : numberIn(typed);
		if (value >= 0 && value <= MOST_MINUTES) return value * 60_000;
		throw new UserError(`${displayName} must be a number of 0 or more`);
	});

/** Rows of fields; none where it is empty. An expression may give one row by itself. */
export function rowsField(declared: Declared<RowsProperty>): Field<IDataObject[]> {
	const [property, name] = placed(declared);
	const group = declared.options[0].name;
	return new Field(property, `${name}.${group}`, declared.default[group] ?? [], rowsIn);
}

const rowsIn: Reading<IDataObject[]> = (value, displayName) => {
	const rows: unknown[] = isEmpty(value) ? [] : Array.isArray(value) ? value : [value];
	if (rows.every(isObject)) return rows;
	const odd = rows.find((each) => !isObject(each));
	throw isNo('row of fields', odd, displayName);
};

/** Whatever was given: who reads it has to judge it. */
export const anyField = (declared: Declared): Field<unknown> =>
	new Field<unknown>(...placed(declared), declared.default, (value) => value);

/** The properties of fields, for the editor. */
export const propertiesOf = (fields: ReadonlyArray<Field<unknown>>): INodeProperties[] =>
	fields.map(({ property }) => property);
