import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { type Sandbox, startSandbox } from '../../sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 300 } });
});
afterAll(async () => await sandbox.close());

/** The editor offers these fields for dragging before the first run. */
it.each(['email', 'recipient', 'open', 'click', 'link'] as const)(
	'the output schema of %s names its fields and no others',
	(resource) => {
		const file = `../../nodes/Procurios/__schema__/v1.0.0/${resource}/getAll.json`;
		const { version, ...schema } = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as {
			version: number;
			properties: object;
		};
		expect(version).toBe(1);
		const closed = { ...schema, required: Object.keys(schema.properties) };
		const validate = new Ajv({ allowUnionTypes: true }).compile({
			...closed,
			additionalProperties: resource === 'link',
		});
		const rows = sandbox.procurios.data[`${resource}s`];
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) {
			if (!validate(row)) throw new Error(JSON.stringify([row, validate.errors]));
		}
	},
);
