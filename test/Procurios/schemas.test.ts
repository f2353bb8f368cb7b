import { type Sandbox, startSandbox } from '../../sandbox';
import { expectAsInSchema } from '../shared/outputSchema';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ procurios: { opens: 300 } });
});
afterAll(async () => await sandbox.close());

it.each(['email', 'recipient', 'open', 'click', 'link'] as const)(
	'the output schema of %s names its fields and no others',
	(resource) => {
		expectAsInSchema(['Procurios', resource, 'getAll'], sandbox.procurios.data[`${resource}s`], {
			// A mailing has the one, a step of a journey the others.
			optional: ['mailingId', 'journeyId', 'stepId'],
			isOpen: resource === 'link',
		});
	},
);
