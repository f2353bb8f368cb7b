import type { IDataObject } from 'n8n-workflow';
import type { CopernicaSandbox } from '../../../sandbox';
import { copernicaAt, type MemoryCredentials } from '../credentials';
import { type Between, gatewayBefore, type Passed } from '../gateway';

export { closeGateways, type Passed } from '../gateway';

export interface Gateway extends Between {
	credentials(changes?: IDataObject): MemoryCredentials;
}

const isApi = (path: string) => path.startsWith('/api/');

export async function gatewayTo(
	copernica: CopernicaSandbox,
	happens?: (passed: Passed) => void,
	altered?: (body: IDataObject) => IDataObject,
): Promise<Gateway> {
	const between = await gatewayBefore({ baseUrl: copernica.baseUrl, isApi }, happens, altered);
	const { url } = between;
	// As it is: what it counts goes on.
	return Object.assign(between, {
		credentials: (changes: IDataObject = {}) =>
			copernicaAt(copernica, { apiUrl: `${url}/api`, authUrl: `${url}/authenticate`, ...changes }),
	});
}

export const apiRequests = ({ requests }: Pick<Gateway, 'requests'>) =>
	requests.filter(({ path }) => isApi(path));
export const exchanges = ({ requests }: Pick<Gateway, 'requests'>) =>
	requests.filter(({ path }) => path.startsWith('/authenticate')).length;
