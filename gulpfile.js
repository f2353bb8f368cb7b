const { readFileSync } = require('node:fs');
const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { dest, parallel, src } = require('gulp');

const copy = (pattern) => () => src(pattern, { base: '.', encoding: false }).pipe(dest('dist'));

const icons = copy('{nodes,credentials}/**/*.svg');
icons.displayName = 'icons';
const codex = copy('nodes/**/*.node.json');
codex.displayName = 'codex';
// `__schema__` tells the editor an operation's fields before its first run.
const schemas = copy('nodes/**/__schema__/**/*.json');
schemas.displayName = 'schemas';

// What every list can do is also written to files. All exports give the same fields, which n8n
// looks for beside the operation.
const EXPORTS = { getAll: 'export', getActivity: 'exportActivity' };

function exportSchemas() {
	const contents = readFileSync('nodes/shared/run/export/schema.json');
	const asExport = new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			done(null, Object.assign(file, { contents, stem: EXPORTS[file.stem] }));
		},
	});
	const lists = `nodes/**/__schema__/**/{${Object.keys(EXPORTS).join(',')}}.json`;
	return src(lists, { base: '.' }).pipe(asExport).pipe(dest('dist'));
}

exports.clean = () => rm('dist', { recursive: true, force: true });
exports.assets = parallel(icons, codex, schemas, exportSchemas);
