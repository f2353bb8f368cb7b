const { homedir } = require('node:os');
const { join } = require('node:path');

/** The one place for the versions that the package is tried and tested with. */
const N8N_VERSION = '2.41.1';
const NODE_VERSION = '24.21.0';
const N8N_MIN_NODE = 24;

/** linkedom 0.18.15 asks for a canvas release that not every registry has. */
const N8N_OVERRIDES = { linkedom: '0.18.12' };

const ownNodeWillDo = Number(process.versions.node.split('.')[0]) >= N8N_MIN_NODE;

/** Native modules fit one module ABI only: 137 is that of Node 24. */
const abi = ownNodeWillDo ? process.versions.modules : '137';
const machine = `${process.platform}-${process.arch}`;

/** Everything heavy stays outside the checkout, shared by all checkouts of one user. */
const cacheDir = join(
	process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
	'n8n-nodes-email-tracking',
);
const nodeDir = join(cacheDir, `node-${NODE_VERSION}-${machine}`);
const n8nDir = join(cacheDir, `n8n-${N8N_VERSION}-${machine}-abi${abi}`);
const startDir = join(cacheDir, 'start');

module.exports = {
	N8N_VERSION,
	NODE_VERSION,
	N8N_OVERRIDES,
	ownNodeWillDo,
	cacheDir,
	nodeDir,
	n8nDir,
	startDir,
};
