import { usageIsKnown } from '../usage';
import { mediansOf, type Result, type Results } from '../results';
import { count, megabytes, milliseconds, nameOf, VENDORS } from './names';
import { targetLines } from './targets';

/** What a benchmark found, as Markdown. */
export function reportOf(found: Results): string {
	const { date, machine, rounds, results } = found;
	return [
		'# Speed and memory',
		'',
		`Printed by \`npm run bench\` on ${date.slice(0, 10)}: ${machine.cpus} CPUs (${machine.cpu}), ${machine.memoryGb} GB of memory, ${machine.system}, Node.js ${machine.node}, n8n ${machine.n8n} with SQLite. ${rounds === 1 ? 'Each case was run once' : `Medians of ${rounds} runs`}; load average ${machine.loadBefore.toFixed(1)} before the first and ${machine.loadAfter.toFixed(1)} after the last. Times differ from machine to machine: compare within one run.`,
		'',
		'- **Execution time** is what n8n counts for the nodes. **Until stored** is the time from the call of the webhook that starts the workflow until n8n has stored the execution. A bare loop has only one time. **CPU time** is what all threads of the process took; it depends least on what else the machine does.',
		'- **Memory** is the peak of resident memory of the n8n process, over what it had before the run. Each run begins in an n8n that is warm and holds nothing of other runs.',
		'- **Ratios** are to HTTP Request with pagination + Split Out on the same list in the same run; below 1 is less.',
		'- The vendors are played by the sandbox of this repository, in a process of its own. Latency is added to each of its answers.',
		...(usageIsKnown ? [] : ['- CPU time and memory are measured on Linux only.']),
		'',
		...table(results),
		'',
		...remarks(results),
		'',
		'## Targets',
		'',
		...targetLines(found),
		'',
	].join('\n');
}

function table(results: readonly Result[]): string[] {
	const head = [
		...['List', 'Records', 'Latency', 'Way', 'Execution time', 'Ratio', 'Until stored', 'Ratio'],
		...['CPU time', 'Ratio', 'Memory over idle', 'Ratio', 'Requests', 'Records that came'],
	];
	const rows = results.map((result) => {
		const { vendor, opens, latency, name } = result;
		const place = [VENDORS[vendor], count(opens), `${latency} ms`, nameOf(name)];
		const measures = mediansOf(result);
		if (!measures) {
			const failure = result.runs.find((run) => run.failure !== undefined)?.failure;
			return [...place, `failed: ${failure}`, ...Array<string>(9).fill('')];
		}
		const base = results.find(
			(each) =>
				each.name === 'httpRequest' &&
				each.vendor === vendor &&
				each.opens === opens &&
				each.latency === latency,
		);
		const baseMeasures = base && mediansOf(base);
		const ratio = (key: 'nodeMs' | 'wallMs' | 'cpuMs' | 'memoryBytes') =>
			baseMeasures && !Number.isNaN(measures[key])
				? (measures[key] / baseMeasures[key]).toFixed(2)
				: '';
		return [
			...place,
			...[milliseconds(measures.nodeMs), ratio('nodeMs')],
			...[milliseconds(measures.wallMs), ratio('wallMs')],
			...[milliseconds(measures.cpuMs), ratio('cpuMs')],
			...[megabytes(measures.memoryBytes), ratio('memoryBytes')],
			...[count(measures.requests), count(measures.records)],
		];
	});
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function remarks(results: readonly Result[]): string[] {
	return [
		'HTTP Request does not get records at page boundaries that share a second, a person and a place with others: the vendor’s cursor leads behind them. Get Many as items ends at 100,000 records for one input item, so beyond that HTTP Request stands beside batches and export.',
		...sameFile(results),
		'At Encompass, whose lists are read from an index on, pages can be asked for before the ones before them came; HTTP Request asks for one after the other. At Procurios, the cursor of a page is in the page before.',
	].flatMap((text) => [text, '']);
}

/** Whether export and bare loop did the same work. */
function sameFile(results: readonly Result[]): string[] {
	const digestsOf = (wanted: Result['name']) =>
		results
			.filter(({ name }) => name === wanted)
			.flatMap(({ opens, runs }) => runs.map(({ digest }) => ({ opens, digest })));
	const loops = digestsOf('bareLoop');
	return digestsOf('ndjson').flatMap(({ opens, digest }) => {
		if (digest === undefined) return [];
		const same = loops.some((loop) => loop.opens === opens && loop.digest === digest);
		return `The parts of the NDJSON export of ${count(opens)} records, one behind the other, ${same ? 'are, byte for byte, the file that the bare loop wrote' : '**differ** from the file that the bare loop wrote'} (SHA-256 compared).`;
	});
}
