import { onlyTheClockIsFake } from '../../time';
import { holds } from '../model';
import { copernicaModel } from './world';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('../../time')>('../../time').withoutPauses(),
);
onlyTheClockIsFake();

it(
	'gives out every event once, whatever happens meanwhile',
	async () => await holds('memory', copernicaModel),
	900_000,
);
