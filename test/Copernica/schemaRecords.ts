import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CopernicaProduct, CopernicaSandbox } from '../../sandbox';
import { copernicaAt } from '../engine/credentials';
import { runNode } from '../engine/engine';

const PRODUCTS: readonly CopernicaProduct[] = ['ms', 'publisher'];
const VERSIONS = ['v2', 'v3', 'v4'];
/** Of those that have to be asked for one by one, some. */
const SOME = 12;

/** All that each operation can give, in all versions and of both products. */
export class SchemaRecords {
	constructor(private readonly copernica: CopernicaSandbox) {}

	async of(resource: string, operation: string): Promise<IDataObject[]> {
		const records = await this.asked(resource, operation);
		this.copernica.setSwitches({ eventKey: 'event', eventData: 'nested' });
		return records;
	}

	private async asked(resource: string, operation: string): Promise<IDataObject[]> {
		const what = { resource, operation };
		switch (resource) {
			case 'account':
				return await this.runAll(['v1', ...VERSIONS], [what]);
			case 'profile': {
				const { profiles } = this.copernica.data;
				const asked = profiles.map(({ id }) => ({ ...what, profileId: String(id) }));
				return await this.runAll(['v4'], asked);
			}
			case 'messageEvent':
				return await this.messageEvents(what);
			default:
				return (
					await Promise.all(PRODUCTS.map(async (product) => await this.ofProduct(product, what)))
				).flat();
		}
	}

	private async ofProduct(product: CopernicaProduct, what: INodeParameters) {
		const { data } = this.copernica;
		const ofEach = data.emailings(product).map(({ id }) => ({
			...what,
			...{ product, scope: 'emailing', returnAll: true },
			emailingId: { __rl: true, mode: 'id', value: String(id) },
		}));
		if (what.operation !== 'getAll' && what.resource === 'destination') {
			const destinations = data.destinations(product).slice(0, SOME);
			const asked = destinations.map(({ hash: destinationId }) => ({
				...{ ...what, product, destinationId },
			}));
			return await this.runAll(VERSIONS, asked);
		}
		if (what.operation !== 'getAll') return await this.runAll(VERSIONS, ofEach);
		const ofAll = { ...what, product, scope: 'account', returnAll: true };
		return await this.runAll(VERSIONS, what.resource === 'emailing' ? [ofAll] : [ofAll, ...ofEach]);
	}

	/** In each of the shapes that they may come in. */
	private async messageEvents(what: INodeParameters): Promise<IDataObject[]> {
		const { data } = this.copernica;
		const templates = PRODUCTS.flatMap((product) =>
			data.emailings(product).map(({ template }) => ({
				...{ ...what, returnAll: true, subject: product === 'ms' ? 'template' : 'oldTemplate' },
				subjectId: String(template),
			})),
		);
		const records: IDataObject[] = [];
		for (const eventKey of ['event', 'type'] as const) {
			for (const eventData of ['nested', 'flat'] as const) {
				this.copernica.setSwitches({ eventKey, eventData });
				records.push(...(await this.runAll(['v1'], templates)));
			}
		}
		return records;
	}

	private async runAll(versions: readonly string[], asked: readonly INodeParameters[]) {
		const records: IDataObject[] = [];
		for (const version of versions) {
			for (const parameters of asked) {
				const credentials = copernicaAt(this.copernica, { version });
				const { items, error } = await runNode({ credentials, parameters });
				if (error && !isLacking(error)) throw error;
				records.push(...items.map(({ json }) => json));
			}
		}
		return records;
	}
}

/** Not every version has every list. */
const isLacking = (error: Error) => /^Version v\d of the Copernica API has no /.test(error.message);
