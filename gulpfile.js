const { rm } = require('node:fs/promises');
const { dest, parallel, src } = require('gulp');

const copy = (pattern) => () => src(pattern, { base: '.', encoding: false }).pipe(dest('dist'));

const icons = copy('{nodes,credentials}/**/*.svg');
icons.displayName = 'icons';
const codex = copy('nodes/**/*.node.json');
codex.displayName = 'codex';
// `__schema__` tells the editor an operation's fields before its first run.
const schemas = copy('nodes/**/__schema__/**/*.json');
schemas.displayName = 'schemas';

exports.clean = () => rm('dist', { recursive: true, force: true });
exports.assets = parallel(icons, codex, schemas);
