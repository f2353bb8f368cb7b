import { join } from 'node:path';
import type { Workflow } from './n8n/client';
import { exampleWorkflow } from './n8n/example';
import { cacheDir } from './n8n/layout';
import { buildPackage, packPackage } from './n8n/package';
import { onTermination } from './processes';
import { readOptions, type StartOptions } from './start/options';
import { runPull } from './start/pull';
import { startSandbox, type SandboxProcess } from './start/sandbox';
import { checkServices } from './start/services';
import { ownN8n, runningN8n, type Target } from './start/target';
import { type Vendor, VENDORS } from './start/vendors';

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
	if (options.queue) await checkServices(options.queue);

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

	const examples: Example[] = [];
	for (const vendor of VENDORS) examples.push(await prepare(target, vendor, sandbox));
	return options.once
		? await pullOnce(target, examples)
		: await stay(target, examples, sandbox, options);
}

/** What is there to see of a service. */
interface Example {
	vendor: Vendor;
	siteUrl: string;
	/** How many records the sandbox has. */
	count: number;
	pull: Workflow;
	/** Starts by itself, once it is published. */
	onOpen: Workflow;
	/** Sends an e-mail, where the service does. */
	send?: Workflow;
}

/** Credential and workflows, made at the first start and brought up to date at later ones. */
async function prepare(
	{ client }: Target,
	vendor: Vendor,
	sandbox: SandboxProcess,
): Promise<Example> {
	const { siteUrl, login, count } = vendor.in(sandbox);
	const name = `${vendor.displayName} sandbox`;
	const credential = await client.putCredential(name, vendor.credentialType, login);
	const put = async (example: string) =>
		await client.putWorkflow(await exampleWorkflow(example, credential));
	return {
		vendor,
		siteUrl,
		count,
		pull: await put(vendor.pull.example),
		onOpen: await put(vendor.onOpen),
		send: vendor.send ? await put(vendor.send) : undefined,
	};
}

/** The exit code: whether each workflow gave all that the sandbox has. */
async function pullOnce({ client }: Target, examples: readonly Example[]): Promise<number> {
	let code = 0;
	for (const { vendor, pull, count } of examples) {
		say(`Running the workflow "${pull.name}" …`);
		const { records, seconds, failure } = await runPull(client, pull);
		if (failure) say(`The workflow failed: ${failure}`);
		say(
			`${number(records)} records came in ${seconds.toFixed(1)} s; the sandbox has ${number(count)} ${vendor.pull.records}.`,
		);
		if (failure || records !== count) code = 1;
	}
	return code;
}

async function stay(
	{ client, login, ended }: Target,
	examples: readonly Example[],
	sandbox: SandboxProcess,
	{ runningN8n: elsewhere }: StartOptions,
): Promise<number> {
	for (const { onOpen } of examples) {
		await client.activate(onOpen);
		// Without the sandbox it would fail every minute.
		started.push({ stop: async () => await client.deactivate(onOpen).catch(() => undefined) });
	}
	say(`
n8n is running, with this package in it.

  Editor     ${client.url}
  Log in as  ${login.email}, password ${login.password}
${examples.map((example) => described(example, client.url)).join('')}
Open a "Pull" and press "Execute workflow": Procurios gives every open of every tracked e-mail,
Anthology Encompass what each recipient of each message did, iovox every e-mail and what became of
it, Copernica every click with the address of who it was, one item each. Open a node to see its
resources, operations and output.
Each "Trigger" is published: once a minute it starts with what people opened since; that of Copernica,
where calls are billed, every five minutes with who clicked or unsubscribed, and what bounced. See its
executions.
${elsewhere ? 'Ctrl-C ends the sandbox, and unpublishes the triggers.' : 'Ctrl-C ends n8n and the sandbox; what you build is kept for the next start. The example workflows are restored\nthen: duplicate them to keep changes.'}`);
	const first = await Promise.race([
		ended.then(() => 'n8n'),
		sandbox.ended.then(() => 'The sandbox'),
	]);
	if (!ending) console.error(`${first} ended unexpectedly.`);
	return 1;
}

const described = ({ vendor, siteUrl, count, pull, onOpen, send }: Example, url: string) => `
${vendor.displayName}: ${number(count)} ${vendor.pull.records}, and more every moment
  Pull       ${url}/workflow/${pull.id}  ("${pull.name}")
  Trigger    ${url}/workflow/${onOpen.id}/executions  ("${onOpen.name}")
${send ? `  Send       ${url}/workflow/${send.id}  ("${send.name}")\n` : ''}  Sandbox    ${siteUrl}
`;

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
