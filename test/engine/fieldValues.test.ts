import type { IDataObject, INodeType } from 'n8n-workflow';
import { Copernica } from '../../nodes/Copernica/Copernica.node';
import { Encompass } from '../../nodes/Encompass/Encompass.node';
import { Iovox } from '../../nodes/Iovox/Iovox.node';
import { Procurios } from '../../nodes/Procurios/Procurios.node';
import { type RequestRecord, type Sandbox, startSandbox } from '../../sandbox';
import {
	copernicaAt,
	encompassAt,
	iovoxAt,
	type MemoryCredentials,
	procuriosAt,
} from './credentials';
import { runNode } from './engine';
import { EXPRESSION, isAbout, type Place, placesOf, refusedBy } from './oddFields';

// Whatever an expression gives for a field: it is understood, or the error names the field. Nothing
// stands for the default that the editor shows.

interface Vendor {
	readonly node: INodeType;
	credentials(sandbox: Sandbox, version: string): MemoryCredentials;
	requests(sandbox: Sandbox): readonly RequestRecord[];
}

const VENDORS: Readonly<Record<string, Vendor>> = {
	Procurios: {
		node: new Procurios(),
		credentials: (sandbox) => procuriosAt(sandbox.procurios),
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
		// More than the Limit that the editor shows.
		procurios: { opens: 20, clicks: 60, recipients: 20, emails: 3 },
		iovox: { mails: 60 },
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

/** Filters of one value, whose default is what they begin with once they were added. */
const ADDED = ['disposition', 'readDisposition'];

/** The fields of a node: each once with each default that it has. */
function* defaultsOf(node: INodeType): Generator<Place> {
	const seen = new Set<string>();
	for (const place of placesOf(node)) {
		const { name, displayName, type, default: usual } = place.property;
		const key = JSON.stringify([name, displayName, type, place.rowsOf, usual]);
		const isAdded = ADDED.includes(name) && place.rowsOf === undefined;
		if (!seen.has(key) && !isAdded && type !== 'resourceLocator') yield place;
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

	it('takes a field that is empty for its default, or names it', async () => {
		const [v1, latest] = [credentials(sandbox, 'v1'), credentials(sandbox, 'v4')];
		const wrong: string[] = [];
		for (const place of defaultsOf(node)) {
			const { property, operation } = place;
			const values = [property.default, undefined, null, ''];
			const { items, error } = await runNode({
				credentials: operation.endsWith('messageEvent') ? v1 : latest,
				parameters: place.with(EXPRESSION),
				items: values.map((value) => ({ json: { value } as IDataObject })),
				onError: 'continueRegularOutput',
			});
			const where = `${property.displayName} (${operation})`;
			if (error) wrong.push(`${where}: ${error.message}`);
			const [usual, ...empty] = values.map((_, index) =>
				items
					.filter((each) => (each.pairedItem as { item: number }).item === index)
					.map(({ json }) => json.error ?? json.records ?? 'a record')
					.join()
					.replace(/\[item \d+\]/, ''),
			);
			empty.forEach((each, index) => {
				if (each === usual || isAbout(place, each)) return;
				wrong.push(`${where} with ${values[index + 1]}: ${each} instead of ${usual}`);
			});
		}
		expect(wrong).toEqual([]);
	}, 180_000);
});
