const { copyFile, mkdir, readFile, rm } = require('node:fs/promises');
const { dirname, join, resolve } = require('node:path');
const { dest, parallel, src } = require('gulp');

const copy = (pattern) => () => src(pattern, { base: '.', encoding: false }).pipe(dest('dist'));

const icons = copy('{nodes,credentials}/**/*.svg');
icons.displayName = 'icons';
const codex = copy('nodes/**/*.node.json');
codex.displayName = 'codex';
// `__schema__` tells the editor an operation's fields before its first run.
const schemas = copy('nodes/**/__schema__/**/*.json');
schemas.displayName = 'schemas';

// All exports give the same fields, and n8n looks for a schema beside each operation: those of the
// built nodes say which there are.
async function exportSchemas() {
	const { n8n } = JSON.parse(await readFile('package.json', 'utf8'));
	for (const path of n8n.nodes) {
		const [Node] = Object.values(require(resolve(path)));
		const { properties } = new Node().description;
		for (const { options, displayOptions } of properties.filter(isOperation)) {
			for (const { value } of options.filter(({ value }) => value.startsWith('export'))) {
				const folder = join(dirname(path), '__schema__', 'v1.0.0', displayOptions.show.resource[0]);
				await mkdir(folder, { recursive: true });
				await copyFile('nodes/shared/run/export/schema.json', join(folder, `${value}.json`));
			}
		}
	}
}

const isOperation = ({ name }) => name === 'operation';

exports.clean = () => rm('dist', { recursive: true, force: true });
exports.assets = parallel(icons, codex, schemas, exportSchemas);
