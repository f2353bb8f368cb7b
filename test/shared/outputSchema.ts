import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
	required?: string[];
	additionalProperties?: boolean;
}

export interface Exceptions {
	/** Fields that a record may lack, at whatever depth. */
	optional?: readonly string[];
	/** Fields that the schema does not name are right, too: it is not known what there is. */
	isOpen?: boolean;
}

/** The schema with all its fields, and no others, asked for. */
function closed(schema: Schema, { optional = [], isOpen = false }: Exceptions): Schema {
	const { properties, items } = schema;
	const inner = (each: Schema) => closed(each, { optional });
	return {
		...schema,
		...(items && { items: inner(items) }),
		...(properties && {
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, each]) => [name, inner(each)]),
			),
			required: Object.keys(properties).filter((name) => !optional.includes(name)),
			additionalProperties: isOpen,
		}),
	};
}

/**
 * Expects that the output schema of an operation, from which the editor offers fields for dragging
 * before the first run, names the fields of its records and no others.
 * @param node the folder of the vendor
 */
export function expectAsInSchema(
	[node, resource, operation]: readonly [node: string, resource: string, operation: string],
	records: readonly object[],
	exceptions: Exceptions = {},
): void {
	const file = `${node}/__schema__/v1.0.0/${resource}/${operation}.json`;
	expectAsInFile(file, records, exceptions);
}

/** The same, by the file that says so. @param file in the folder of the nodes */
export function expectAsInFile(
	file: string,
	records: readonly object[],
	exceptions: Exceptions = {},
): void {
	const { version, ...schema } = JSON.parse(
		readFileSync(join(__dirname, '../../nodes', file), 'utf8'),
	) as Schema & {
		version: number;
	};
	expect(version).toBe(1);
	const validate = new Ajv({ allowUnionTypes: true }).compile(closed(schema, exceptions));
	expect(records.length).toBeGreaterThan(0);
	for (const record of records) {
		if (!validate(record)) throw new Error(JSON.stringify([record, validate.errors]));
	}
}
