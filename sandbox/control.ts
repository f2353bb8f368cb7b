import type { FastifyInstance } from 'fastify';

import type { Fault } from './faults';
import type { RequestRecord } from './requestLog';

/** What every vendor of the sandbox lets other processes do with it. */
export interface Controllable {
	fault(fault: Fault): void;
	clearFaults(): void;
	switches: object;
	setSwitches(changes: object): void;
	addRow(kind: string, row: object, more: { recipients?: number }): object;
	startLive(options: object): void;
	stopLive(): void;
	happen(times: number, options: object): void;
	/** Where the vendor gives tokens. */
	revokeTokens?(): void;
	stats(): object;
	requests: readonly RequestRecord[];
	history: readonly object[];
	/** What only this vendor can do, each at a path of its name; throws for a wrong body. */
	actions?: Readonly<Record<string, (body: object) => object>>;
}

interface AddBody {
	/** The sort of row, in the vendor's words. */
	kind: string;
	row?: object;
	/** How many such rows, default 1. */
	times?: number;
	/** For an e-mail: how many people it is sent to. */
	recipients?: number;
}

interface LiveBody {
	/** `false` stops the live events. */
	on?: boolean;
	/** Instead of starting: lets so many happen at once. */
	happen?: number;
	[option: string]: unknown;
}

/**
 * The control API: what the library's methods do, for other processes. JSON in, JSON out; 400 with
 * `{"message"}` for what cannot be done.
 */
export function registerControl(app: FastifyInstance, vendor: Controllable): void {
	app.setErrorHandler((error, _request, reply) =>
		reply.code(400).send({ message: error instanceof Error ? error.message : String(error) }),
	);
	app.post<{ Body: Fault }>('/fault', ({ body }) => {
		vendor.fault(body);
		return { queued: body.kind };
	});
	app.post('/clear-faults', () => {
		vendor.clearFaults();
		return {};
	});
	app.post<{ Body: Record<string, unknown> }>('/switches', ({ body }) => {
		vendor.setSwitches(body);
		return vendor.switches;
	});
	app.post<{ Body: AddBody }>('/add', ({ body }) => {
		const { kind, row = {}, times = 1, recipients } = body;
		return {
			rows: Array.from({ length: times }, () => vendor.addRow(kind, row, { recipients })),
		};
	});
	app.post<{ Body: LiveBody | null }>('/live', ({ body }) => {
		const { on = true, happen, ...options } = body ?? {};
		if (happen !== undefined) vendor.happen(happen, options);
		else if (on) vendor.startLive(options);
		else vendor.stopLive();
		return {};
	});
	if (vendor.revokeTokens) {
		app.post('/revoke-tokens', () => {
			vendor.revokeTokens?.();
			return {};
		});
	}
	for (const [name, act] of Object.entries(vendor.actions ?? {})) {
		app.post<{ Body: object | null }>(`/${name}`, ({ body }) => act(body ?? {}));
	}
	app.get('/stats', () => vendor.stats());
	app.get('/switches', () => vendor.switches);
	app.get('/requests', () => vendor.requests);
	app.get('/history', () => vendor.history);
}
