// Loaded into the n8n that is measured, as its external hook: tells the benchmark of each execution
// once it is stored. On SIGUSR2 it clears what earlier runs left behind, so that no run pays for
// another's garbage.
const { request } = require('node:http');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
process.on('SIGUSR2', () =>
	collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' }),
);

/** How many records an item stands for: a batch holds them, a part of an export counts them. */
function recordsOf({ json }) {
	if (Array.isArray(json.records)) return json.records.length;
	return typeof json.records === 'number' ? json.records : 1;
}

function nodeReport(runs) {
	const items = runs.flatMap((run) => run.data?.main?.[0] ?? []);
	return {
		ms: runs.reduce((sum, run) => sum + run.executionTime, 0),
		items: items.length,
		records: items.reduce((sum, item) => sum + recordsOf(item), 0),
		files: items.flatMap((item) => Object.values(item.binary ?? {}).map(({ id }) => id)),
	};
}

function report({ status, data }, _workflow, executionId) {
	const storedAt = Date.now();
	const { runData, error } = data.resultData;
	const nodes = Object.fromEntries(
		Object.entries(runData).map(([name, runs]) => [name, nodeReport(runs)]),
	);
	const message = error && [error.message, error.description].filter(Boolean).join(': ');
	const call = request(process.env.BENCH_REPORT_URL, { method: 'POST' }, (answer) =>
		answer.resume(),
	);
	call.on('error', () => undefined);
	call.end(JSON.stringify({ executionId, status, storedAt, nodes, error: message }));
}

module.exports = { workflow: { postExecute: [report] } };
