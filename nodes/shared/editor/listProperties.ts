import {
	type INodeProperties,
	type INodePropertyOptions,
	type INodePropertyRouting,
	updateDisplayOptions,
} from 'n8n-workflow';
import { type Field, propertiesOf, type ShowWhen } from '../field';
import { continueAfter, includeCursor } from '../paging/cursorFields';
import {
	exportAll,
	format,
	limit,
	output,
	outputFileField,
	recordsPerFile,
	recordsPerItem,
	requestsAtOnceField,
	returnAll,
} from '../run/fields';
import type { Vendor } from '../vendor';

/** The operation menu of a resource. */
export const operationField = (
	resource: string,
	options: Array<INodePropertyOptions & { routing: INodePropertyRouting }>,
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options,
	default: 'getAll',
	displayOptions: { show: { resource: [resource] } },
	...(options.some(({ value }) => value === 'getAll') ? {} : { default: options[0]!.value }),
});

/** The operations of every list. */
export const LIST_OPERATIONS = ['export', 'getAll'];

/** The operations among those that a field is shown for, that give items, and that write files. */
function splitByKind(show: ShowWhen): { ofItems: ShowWhen[]; ofFiles: ShowWhen[] } {
	const { operation = [] } = show;
	const files = operation.filter((each) => each.startsWith('export'));
	const items = operation.filter((each) => !files.includes(each));
	const shownFor = (some: string[]) => (some.length > 0 ? [{ ...show, operation: some }] : []);
	return { ofItems: shownFor(items), ofFiles: shownFor(files) };
}

/** Properties that are shown for some operations. */
export const shown = (show: ShowWhen, properties: readonly INodeProperties[]) =>
	updateDisplayOptions({ show }, [...properties]);

/** Return All and Limit, as every list has them, and the format where it is exported. */
export function limitFields(show: ShowWhen): INodeProperties[] {
	const { ofItems, ofFiles } = splitByKind(show);
	return [
		...ofItems.flatMap((each) => shown(each, [returnAll.property])),
		...ofFiles.flatMap((each) => shown(each, [exportAll.property])),
		...updateDisplayOptions({ show: { ...show, [returnAll.name]: [false] } }, [limit.property]),
		...ofFiles.flatMap((each) => shown(each, [format.property])),
	];
}

/** The vendor's record or the tracking event, for lists that hold events. */
export const outputField = (show: ShowWhen, description: string): INodeProperties[] =>
	shown(show, [{ ...output.property, description }]);

interface OfList {
	/** Whether the list can be read on from a cursor. */
	readonly cursor: boolean;
	/** The vendor's own. */
	readonly own?: ReadonlyArray<Field<unknown>>;
}

/** Options of every list, and the vendor's own; those about cursors only where the list has them. */
export function listOptions(
	show: ShowWhen,
	vendor: Vendor,
	{ cursor, own = [] }: OfList,
): INodeProperties[] {
	const { ofItems, ofFiles } = splitByKind(show);
	const ofBoth = [...own, ...(cursor ? [continueAfter] : [])];
	const forItems = [...ofBoth, ...(cursor ? [includeCursor] : []), recordsPerItem];
	const forFiles = [...ofBoth, outputFileField, recordsPerFile];
	return [
		...ofItems.map((each) => singleOptions(each, vendor, forItems)),
		...ofFiles.map((each) => singleOptions(each, vendor, forFiles)),
	];
}

/** Options of an operation. */
export const singleOptions = (
	show: ShowWhen,
	vendor: Vendor,
	options: ReadonlyArray<Field<unknown>> = [],
): INodeProperties => ({
	...optionsField([...options, requestsAtOnceField(vendor)]),
	displayOptions: { show: { ...show } },
});

/** Options, of which the user adds those that are wanted. */
export const optionsField = (options: ReadonlyArray<Field<unknown>>): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: propertiesOf(options),
});

/** Filters, of which the user adds those that are wanted. */
export const filtersField = (filters: ReadonlyArray<Field<unknown>>): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: propertiesOf(filters),
});
