import fc from 'fast-check';
import type { Sandbox } from '../../../sandbox';
import { limiterOf } from '../../../nodes/shared/transport/limiter';
import { runNode } from '../engine';
import { listOf } from '../export/lists';
import { start, until } from '../running';
import { HeldAnswers } from './heldAnswers';
import { closeGateways, parametersOf, type Passed, startPaged, switchBefore, WAYS } from './lists';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startPaged()));
afterAll(async () => await sandbox.close());
afterEach(closeGateways);

/** How many went ahead of one that had come before them. */
const overtaking = (came: readonly Passed[], let_: readonly Passed[]) =>
	let_.filter((each, place) =>
		let_.slice(place).some((later) => came.indexOf(later) < came.indexOf(each)),
	).length;

describe.each(Object.entries(WAYS))('pages by %s', (_, { list: name, options, most }) => {
	const list = listOf(name);

	it('come in their order, in whatever order they are answered', async () => {
		const parameters = parametersOf(sandbox, list, options);
		const alone = await runNode({ credentials: list.credentials(sandbox), parameters });
		expect(alone.items.length).toBeGreaterThan(100);
		const lastFirst = (count: number) => count - 1;
		const picks = fc.sample(fc.infiniteStream(fc.nat()), 1).map((stream) => {
			return (count: number) => stream.next().value! % count;
		});
		for (const pick of [lastFirst, ...picks]) {
			const held = new HeldAnswers(pick, most);
			const between = await switchBefore(sandbox, held.hold);
			const credentials = between.credentials(list);
			const { items, error } = await runNode({ credentials, parameters });
			held.end();
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json)).toEqual(alone.items.map(({ json }) => json));
			// Those of a random order overtake as chance has it.
			if (pick !== lastFirst) continue;
			const ahead = overtaking(between.asked(), held.let);
			expect(ahead > 3).toBe(most > 1);
		}
	});

	it('are few that wait, where one is not answered', async () => {
		let hang: Passed | undefined;
		let goOn = () => {};
		const between = await switchBefore(sandbox, async (passed) => {
			// In mid-list, where as many are asked for at once as may be.
			if (between.asked().length < 5 || hang) return;
			hang = passed;
			await new Promise<void>((resolve) => (goOn = resolve));
		});
		const credentials = between.credentials(list);
		const parameters = parametersOf(sandbox, list, options);
		const run = start({ credentials, parameters });
		expect(await until(() => hang !== undefined)).toBe(true);
		await until(() => false, 1_000);
		const asked = between.asked();
		const behind = asked.slice(asked.indexOf(hang!) + 1);
		expect(behind.every(({ status }) => status === 200)).toBe(true);
		expect(behind.length).toBeLessThan(most);
		expect(behind.length > 1).toBe(most > 1);
		// It is the vendor that is waited for, and nothing else.
		expect(limiterOf(new URL(between.url).host).state).toMatchObject({ active: 1, waiting: 0 });
		goOn();
		const result = await run.result;
		expect(result?.error).toBeUndefined();
	});
});
