import type { Source } from '../source';
import { asSource } from '../interim';
import { SweptReader } from './reader';
import { sampleSwept } from './sampleSwept';
import { isSweptState, type SweptState } from './state';
import type { Swept } from './sweptList';

/** Follows lists that grow anywhere, each of which can be asked for from a time on. */
export const followSwept = (swept: Swept): Source =>
	asSource<SweptState>({
		name: swept.name,
		hasDates: true,
		isState: isSweptState,
		read: async (prior, transport, options) =>
			await new SweptReader(swept, prior, transport, options).read(),
		sample: async (transport, _fields, signal) => await sampleSwept(swept, transport, signal),
		...(swept.toEvents ? { toEvents: swept.toEvents } : {}),
	});
