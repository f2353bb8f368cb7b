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

	const examples = await prepare(target, sandbox);
	return options.once
		? await pullOnce(target, examples.pull, sandbox)
		: await stay(target, examples, sandbox, options);
}

interface Examples {
	pull: Workflow;
	/** Starts by itself, once it is published. */
	onOpen: Workflow;
}

/** Credential and workflows, made at the first start and brought up to date at later ones. */
async function prepare({ client }: Target, sandbox: SandboxProcess): Promise<Examples> {
	const { siteUrl, clientId, clientSecret } = sandbox;
	const credential = await client.putCredential('Procurios sandbox', 'procuriosOAuth2Api', {
		grantType: 'clientCredentials',
		siteUrl,
		clientId,
		clientSecret,
	});
	const put = async (example: string) =>
		await client.putWorkflow(await exampleWorkflow(example, credential));
	return {
		pull: await put('procurios-pull-all-opens'),
		onOpen: await put('procurios-on-open'),
	};
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
	{ pull, onOpen }: Examples,
	sandbox: SandboxProcess,
	{ runningN8n: elsewhere }: StartOptions,
): Promise<number> {
	await client.activate(onOpen);
	// Without the sandbox it would fail every minute.
	started.push({ stop: async () => await client.deactivate(onOpen).catch(() => undefined) });
	say(`
n8n is running, with this package in it.

  Editor     ${client.url}
  Log in as  ${login.email}, password ${login.password}
  Pull       ${client.url}/workflow/${pull.id}  ("${pull.name}")
  Trigger    ${client.url}/workflow/${onOpen.id}/executions  ("${onOpen.name}")
  Sandbox    ${sandbox.siteUrl}  (a Procurios with ${number(sandbox.counts.opens ?? 0)} opens, and more every moment)

Open "Pull" and press "Execute workflow": the Procurios node pulls every open of every tracked
e-mail, one item each. Open the node to see its resources, operations and output.
"Trigger" is published: once a minute it starts with what people opened since. See its executions.
${elsewhere ? 'Ctrl-C ends the sandbox, and unpublishes the trigger.' : 'Ctrl-C ends n8n and the sandbox; what you build is kept for the next start. The example workflows are restored\nthen: duplicate them to keep changes.'}`);
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
