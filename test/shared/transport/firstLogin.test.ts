import { firstAlone } from '../../../nodes/shared/transport/firstLogin';

let logins = 0;
const login = (hasToken: boolean) => ({ key: `login ${++logins}`, hasToken });
const accepted = (answer: string) => answer === 'good';
const settle = () => new Promise((resolve) => setImmediate(resolve));

function requests(answers: string[]) {
	const started: number[] = [];
	const ends: Array<() => void> = [];
	const send = answers.map((answer, index) => async () => {
		started.push(index);
		await new Promise<void>((resolve) => ends.push(resolve));
		return answer;
	});
	return { started, ends, send };
}

it.each([true, false])(
	'the first goes alone, then the others together (token stored: %s)',
	async (hasToken) => {
		const { started, ends, send } = requests(['good', 'good', 'good']);
		const key = login(hasToken);
		const all = send.map((each) => firstAlone(key, each, accepted));
		await settle();
		expect(started).toEqual([0]);
		ends[0]!();
		await settle();
		expect(started).toEqual([0, 1, 2]);
		ends.forEach((end) => end());
		expect(await Promise.all(all)).toEqual(['good', 'good', 'good']);
	},
);

it('after a refused login the next goes alone', async () => {
	const { started, ends, send } = requests(['refused', 'good', 'good']);
	const key = login(true);
	const all = send.map((each) => firstAlone(key, each, accepted));
	await settle();
	ends[0]!();
	await settle();
	expect(started).toEqual([0, 1]);
	ends[1]!();
	await settle();
	expect(started).toEqual([0, 1, 2]);
	ends[2]!();
	expect(await Promise.all(all)).toEqual(['refused', 'good', 'good']);
});

it('an opened gate stays open for a stored token, not for a missing one', async () => {
	const key = login(true);
	await firstAlone(key, async () => 'good', accepted);
	const stored = requests(['good', 'good']);
	stored.send.forEach((each) => void firstAlone(key, each, accepted));
	await settle();
	expect(stored.started).toEqual([0, 1]);
	stored.ends.forEach((end) => end());

	const missing = requests(['good', 'good']);
	missing.send.forEach((each) => void firstAlone({ ...key, hasToken: false }, each, accepted));
	await settle();
	expect(missing.started).toEqual([0]);
	missing.ends[0]!();
	await settle();
	missing.ends.forEach((end) => end());
});
