import { inAnyOrder } from '../n8n/shared';
import { PolledN8n } from './polledN8n';

/** n8n polls once a minute at most. */
const MINUTES = 60_000;

const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

test.concurrent.each([
	['default', {}],
	['durable', DURABLE],
])(
	'the trigger gives out every open once, polled by n8n with %s cursors, whatever ends it',
	async (name, env) => {
		const n8n = await PolledN8n.prepare(name, env);
		const { sandbox, sink } = n8n;
		const { procurios } = sandbox;
		const happen = (times: number) => {
			for (let time = 0; time < times; time++) procurios.add.open();
		};
		const opens = () => procurios.history.filter(({ kind }) => kind === 'open').length;
		/** A request of a poll has arrived, and waits for its answer. */
		const inFlight = async () => {
			happen(3);
			procurios.setSwitches({ latency: 20_000 });
			while (!(await procurios.nextRequest()).path.includes('/opens'));
			procurios.setSwitches({ latency: 0 });
		};
		try {
			await n8n.start();
			happen(5);
			const before = opens();
			const workflow = await n8n.publish();
			const given = async () => await sink.until(opens() - before);
			happen(20);
			await given();

			procurios.fault({ kind: 'status', status: 503, times: 'always' });
			happen(10);
			await n8n.untilFailed(workflow, 2);
			happen(10);
			procurios.clearFaults();
			await given();

			const end = async (how: 'stop' | 'kill') => {
				happen(3);
				await n8n[how]();
				happen(3);
				await n8n.start();
				// By default n8n polls when it starts; its scheduler waits for the minute.
				if (name === 'default') await given();
			};
			await end('stop');
			await end('kill');
			await inFlight();
			await end('kill');
			await inFlight();
			await end('stop');
			await given();

			// One poll more, which would repeat what it can.
			happen(1);
			await given();
			const rows = procurios.history.filter(({ kind }) => kind === 'open').slice(before);
			expect(inAnyOrder(sink.events.map(({ raw }) => raw as object))).toEqual(
				inAnyOrder(rows.map(({ row }) => row)),
			);
			expect(new Set(sink.events.map(({ id }) => id)).size).toBe(rows.length);
		} finally {
			await n8n.close();
		}
	},
	25 * MINUTES,
);
