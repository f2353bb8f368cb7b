import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { proxyAddressCall } from '../../nodes/Iovox/proxyAddresses';
import { givenFields } from '../../nodes/shared/params';

const call = (entries: IDataObject[]) =>
	proxyAddressCall(givenFields({ inputMode: 'json', addressesJson: entries }));

const entry = fc.record({
	link_id: fc.constantFrom('garage-17', 'GARAGE-17', '1234'),
	sender_address: fc.constantFrom('a@example.com', 'A@example.com'),
	recipient_address: fc.constantFrom('k@example.org', 'l@example.org', 'm@example.org'),
	proxy_domain: fc.constant('example.net'),
});
const entries = fc.array(entry, { minLength: 1, maxLength: 8 });

const echoOf = ({ link_id, sender_address, recipient_address }: IDataObject, index: number) => ({
	...{ link_id, sender_address, recipient_address },
	...{ proxy_address: `p${index}@example.net`, conversation_id: `c${index}` },
});

/** The entry that the address was made for, by its number. */
const madeFor = ({ proxy_address }: IDataObject) =>
	proxy_address === undefined ? undefined : Number(/^p(\d+)@/.exec(String(proxy_address))![1]);

const shuffled = <T>(list: readonly T[]) =>
	fc.shuffledSubarray([...list], { minLength: list.length });

describe('answers that say what they are for', () => {
	it('are each with an entry that is like it, in any order, also where some are left out', () => {
		const situation = entries.chain((all) =>
			fc.record({
				all: fc.constant(all),
				answers: fc.shuffledSubarray(all.map(echoOf), { minLength: 0 }),
			}),
		);
		fc.assert(
			fc.property(situation, ({ all, answers }) => {
				const given = call(all).read(answers);
				expect(given).toHaveLength(all.length);
				given.forEach((json, index) => {
					const number = madeFor(json);
					if (number === undefined) expect(json.error).toMatch(/^iovox made no address/);
					else expect(all[number]).toEqual(all[index]);
				});
				const numbers = given.flatMap((json) => madeFor(json) ?? []);
				expect([...numbers].sort()).toEqual(answers.map(madeFor).sort());
			}),
			{ numRuns: 1_000 },
		);
	});

	it('are told apart by their addresses, where each link is another in the answer', () => {
		const people = fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
		const situation = people.chain((numbers) => {
			const all = numbers.map((number) => ({
				...{ link_id: 'abc1234', sender_address: 'bob@iovox.example' },
				...{ recipient_address: `b${number}@customer.example`, proxy_domain: 'example.net' },
			}));
			return fc.record({ all: fc.constant(all), answers: shuffled(all.map(echoOf)) });
		});
		fc.assert(
			fc.property(situation, fc.boolean(), ({ all, answers }, isShort) => {
				const altered = answers.map((answer) => ({
					...answer,
					link_id: 'abc123',
					recipient_address: String(answer.recipient_address).toUpperCase(),
				}));
				const told = isShort ? altered.slice(1) : altered;
				const given = call(all).read(told);
				for (const [index, json] of given.entries()) {
					const number = madeFor(json);
					if (number === undefined) expect(isShort).toBe(true);
					else expect(number).toBe(index);
				}
				expect(given.filter((json) => json.proxy_address)).toHaveLength(told.length);
			}),
		);
	});
});

it('no address that was made is lost, or given out twice, whatever the answers say', () => {
	const answer = fc.oneof(
		entry.map((one) => echoOf(one, 0)),
		fc.constant({}),
		fc.record({ link_id: fc.constantFrom('garage-17', 5, null) }),
	);
	fc.assert(
		fc.property(entries, fc.array(answer, { maxLength: 10 }), (all, some) => {
			const answers = some.map((one, index) => ({
				...one,
				proxy_address: `p${index}@example.net`,
			}));
			const given = call(all).read(answers);
			const numbers = given.flatMap((json) => madeFor(json) ?? []);
			expect(numbers.sort((a, b) => a - b)).toEqual(answers.map((_, index) => index));
			expect(given.length).toBeGreaterThanOrEqual(all.length);
			expect(given.slice(0, all.length)).toMatchObject(
				all.map(({ proxy_domain }) => ({ proxy_domain })),
			);
		}),
	);
});

it('one answer need not be in a list, and none at all is a success without addresses', () => {
	const one = {
		...{ link_id: '1', sender_address: 'a@b.example', recipient_address: 'c@d.example' },
	};
	const all = [{ ...one, proxy_domain: 'example.net' }];
	expect(call(all).read({ ...one, proxy_address: 'p@example.net' })).toEqual([
		{ ...all[0], proxy_address: 'p@example.net' },
	]);
	expect(call(all).read(undefined)).toEqual([{ ...all[0], proxy_address: null }]);
});
