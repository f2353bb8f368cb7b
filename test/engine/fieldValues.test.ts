import type { IDataObject, INodeType } from 'n8n-workflow';
import { Copernica } from '../../nodes/Copernica/Copernica.node';
import { Encompass } from '../../nodes/Encompass/Encompass.node';
import { Iovox } from '../../nodes/Iovox/Iovox.node';
import { Procurios } from '../../nodes/Procurios/Procurios.node';
import { type RequestRecord, type Sandbox, startSandbox } from '../../sandbox';
import { copernicaAt, encompassAt, iovoxAt, type MemoryCredentials } from './credentials';
import { credentialsFor, runNode } from './engine';
import { EXPRESSION, isAbout, type Place, placesOf, refusedBy } from './oddFields';

// Whatever an expression gives for a field: it is understood, or the error names the field.

interface Vendor {
	readonly node: INodeType;
	credentials(sandbox: Sandbox, version: string): MemoryCredentials;
	requests(sandbox: Sandbox): readonly RequestRecord[];
}

const VENDORS: Readonly<Record<string, Vendor>> = {
	Procurios: {
		node: new Procurios(),
		credentials: (sandbox) => credentialsFor(sandbox),
		requests: ({ procurios }) => procurios.requests,
	},
	Iovox: {
		node: new Iovox(),
		credentials: ({ iovox }) => iovoxAt(iovox),
		requests: ({ iovox }) => iovox.requests,
	},
	Copernica: {
		node: new Copernica(),
		credentials: ({ copernica }, version) => copernicaAt(copernica, { version }),
		requests: ({ copernica }) => copernica.requests,
	},
	Encompass: {
		node: new Encompass(),
		credentials: ({ encompass }) => encompassAt(encompass),
		requests: ({ encompass }) => encompass.requests,
	},
};

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({
		procurios: { opens: 20, clicks: 20, recipients: 20, emails: 3 },
		iovox: { mails: 20 },
		copernica: { emailings: 3, profiles: 5, destinations: 5 },
		encompass: { messages: 2 },
	});
});
afterAll(async () => await sandbox.close());

/** Values for the places of a node: all of them once for each field, some of them for each operation. */
function* trials(node: INodeType): Generator<[Place, Array<[what: string, value: unknown]>]> {
	const seen = new Set<string>();
	for (const place of placesOf(node)) {
		const { name, displayName, type } = place.property;
		const key = [name, displayName, type, place.rowsOf].join();
		const all = Object.entries(refusedBy(place));
		const few = [['an object', { a: 1 }] as [string, unknown]];
		yield [place, seen.has(key) ? few : all];
		seen.add(key);
	}
}

describe.each(Object.entries(VENDORS))('%s', (_name, { node, credentials, requests }) => {
	it('names the field that was given what it does not take, before anything is asked for', async () => {
		const [v1, latest] = [credentials(sandbox, 'v1'), credentials(sandbox, 'v4')];
		const wrong: string[] = [];
		for (const [place, values] of trials(node)) {
			const { property, operation } = place;
			const asked = requests(sandbox).length;
			const { items, error } = await runNode({
				credentials: operation.endsWith('messageEvent') ? v1 : latest,
				parameters: place.with(EXPRESSION),
				items: values.map(([, value]) => ({ json: { value } as IDataObject })),
				onError: 'continueRegularOutput',
			});
			const where = `${property.displayName} (${operation})`;
			if (error) wrong.push(`${where}: all at once: ${error.message}`);
			if (requests(sandbox).length > asked) wrong.push(`${where}: asked`);
			values.forEach(([what], index) => {
				const own = items.find((each) => (each.pairedItem as { item: number }).item === index);
				const text = String(own?.json.error ?? 'nothing');
				if (!isAbout(place, text)) wrong.push(`${where} with ${what}: ${text.slice(0, 300)}`);
			});
		}
		expect(wrong).toEqual([]);
	}, 180_000);
});
