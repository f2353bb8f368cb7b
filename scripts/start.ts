import { join } from 'node:path';
import type { Workflow } from './n8n/client';
import { exampleWorkflow } from './n8n/example';
import { cacheDir } from './n8n/layout';
import { buildPackage, packPackage } from './n8n/package';
import { onTermination } from './processes';
import { readOptions, type StartOptions } from './start/options';
import { runPull } from './start/pull';
import { startSandbox, type SandboxProcess } from './start/sandbox';
import { ownN8n, runningN8n, type Target } from './start/target';

const say = (line = '') => console.log(line);

/** What is to be ended, last started first. */
const started: Array<{ stop(): Promise<void> }> = [];
let ending: Promise<void> | undefined;

async function endAll(): Promise<void> {
	ending ??= (async () => {
		for (const part of started.reverse()) await part.stop();
	})();
	await ending;
}

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2), process.env);
	onTermination(endAll);

	say('Building and packing the package …');
	await buildPackage();
	const tarball = await packPackage(join(cacheDir, 'package'));

	const target = options.runningN8n
		? await runningN8n(tarball, options.runningN8n)
		: await ownN8n(tarball, options, say);
	started.push(target);
	if (options.runningN8n) {
		say('The sandbox listens on loopback: the n8n must run on this machine, not in a container.');
	}
	say('Starting the sandbox …');
	const sandbox = await startSandbox({ opens: options.opens, live: !options.once });
	started.push(sandbox);

	const workflow = await prepare(target, sandbox);
	return options.once
		? await pullOnce(target, workflow, sandbox)
		: await stay(target, workflow, sandbox, options);
}

/** Credential and workflow, made at the first start and brought up to date at later ones. */
async function prepare({ client }: Target, sandbox: SandboxProcess): Promise<Workflow> {
	const { siteUrl, clientId, clientSecret } = sandbox;
	const credential = await client.putCredential('Procurios sandbox', 'procuriosOAuth2Api', {
		grantType: 'clientCredentials',
		siteUrl,
		clientId,
		clientSecret,
	});
	return await client.putWorkflow(await exampleWorkflow('procurios-pull-all-opens', credential));
}

async function pullOnce(
	target: Target,
	workflow: Workflow,
	sandbox: SandboxProcess,
): Promise<number> {
	say(`Running the workflow "${workflow.name}" …`);
	const expected = sandbox.counts.opens ?? 0;
	const { records, seconds, failure } = await runPull(target.client, workflow);
	if (failure) say(`The workflow failed: ${failure}`);
	say(
		`${number(records)} records came in ${seconds.toFixed(1)} s; the sandbox has ${number(expected)} opens.`,
	);
	return !failure && records === expected ? 0 : 1;
}

async function stay(
	{ client, login, ended }: Target,
	workflow: Workflow,
	sandbox: SandboxProcess,
	{ runningN8n: elsewhere }: StartOptions,
): Promise<number> {
	say(`
n8n is running, with this package in it.

  Editor     ${client.url}
  Log in as  ${login.email}, password ${login.password}
  Workflow   ${client.url}/workflow/${workflow.id}  ("${workflow.name}")
  Sandbox    ${sandbox.siteUrl}  (a Procurios with ${number(sandbox.counts.opens ?? 0)} opens, and more every moment)

Open the workflow and press "Execute workflow": the Procurios node pulls every open of every
tracked e-mail, one item each. Open the node to see its resources, operations and output.
${elsewhere ? 'Ctrl-C ends the sandbox.' : 'Ctrl-C ends n8n and the sandbox; what you build is kept for the next start. The example workflow is restored\nthen: duplicate it to keep changes.'}`);
	const first = await Promise.race([
		ended.then(() => 'n8n'),
		sandbox.ended.then(() => 'The sandbox'),
	]);
	if (!ending) console.error(`${first} ended unexpectedly.`);
	return 1;
}

function number(value: number): string {
	return value.toLocaleString('en');
}

main()
	.catch((error: unknown) => {
		console.error(`\n${error instanceof Error ? error.message : String(error)}`);
		return 1;
	})
	.then(async (code) => {
		await endAll();
		process.exit(code);
	});
