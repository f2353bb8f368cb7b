import type { IDataObject } from 'n8n-workflow';
import type { EncompassSandbox } from '../../../sandbox';
import { encompassAt, type MemoryCredentials } from '../credentials';
import { type Between, gatewayBefore, type Passed } from '../gateway';

export { closeGateways, type Passed } from '../gateway';

export interface Gateway extends Between {
	credentials(changes?: IDataObject): MemoryCredentials;
}

const isApi = (path: string) => path.includes('/v2/');

export async function gatewayTo(
	encompass: EncompassSandbox,
	happens?: (passed: Passed) => void,
	altered?: (body: IDataObject) => IDataObject,
): Promise<Gateway> {
	const between = await gatewayBefore({ baseUrl: encompass.baseUrl, isApi }, happens, altered);
	const { url } = between;
	// As it is: what it counts goes on.
	return Object.assign(between, {
		credentials: (changes: IDataObject = {}) =>
			encompassAt(encompass, { siteUrl: `${url}/site`, apiUrl: `${url}/us`, ...changes }),
	});
}

export const apiRequests = ({ requests }: Gateway) => requests.filter(({ path }) => isApi(path));
