import { onlyTheClockIsFake } from '../../time';
import { holds } from '../model';
import { iovoxModel } from './world';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);
onlyTheClockIsFake();

it(
	'gives out every event once, whatever happens meanwhile',
	async () => await holds('durable', iovoxModel),
	900_000,
);
