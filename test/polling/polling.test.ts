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
	'the triggers give out all that is opened, once, polled by n8n with %s cursors, whatever ends it',
	async (name, env) => {
		const n8n = await PolledN8n.prepare(name, env);
		const happen = async (times: number) => await n8n.each((each) => each.happen(times));
		const given = async () => await n8n.each((each) => each.given());
		/** A request of each trigger's poll has arrived, and waits for its answer. */
		const inFlight = async () => {
			await happen(3);
			await n8n.each((each) => each.untilInFlight());
			await n8n.each((each) => each.recover());
		};
		try {
			await happen(5);
			await n8n.start();
			const client = await n8n.loggedIn();
			await n8n.each((each) => each.publish(client));
			await happen(20);
			await given();

			await n8n.each((each) => each.breakDown());
			await happen(10);
			await n8n.each((each) => each.untilFailed(client, 2));
			await happen(10);
			await n8n.each((each) => each.recover());
			await given();

			const end = async (how: 'stop' | 'kill') => {
				await happen(3);
				await n8n[how]();
				await happen(3);
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
			await happen(1);
			await given();
			await n8n.each((each) => each.check());
		} finally {
			await n8n.close();
		}
	},
	25 * MINUTES,
);
