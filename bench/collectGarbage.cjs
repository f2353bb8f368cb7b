// Loaded into the n8n that is measured: on SIGUSR2 it clears what earlier runs left behind, so that
// no run pays for another's garbage.
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
process.on('SIGUSR2', () => collectGarbage());
