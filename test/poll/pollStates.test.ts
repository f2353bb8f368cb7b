import {
	type StaticData,
	currentState,
	type StoredState,
	storeState,
	VERSION,
} from '../../nodes/shared/poll/storedState';

const stateOf = (revision: number, feed = 'feed'): StoredState => ({
	version: VERSION,
	feed,
	revision,
	lists: {},
});

let processes = 0;
/** A process that polls a trigger: what it knows of it is its own. */
function newProcess() {
	const trigger = `trigger ${++processes}`;
	return {
		current: (stored?: StoredState) => currentState(trigger, stored ? { poll: stored } : {}),
		store(stored: StoredState | undefined, state: StoredState, withItems: boolean) {
			const box: StaticData = stored ? { poll: stored } : {};
			storeState(trigger, box, state, withItems);
			expect(box.poll).toBe(state);
		},
	};
}

it('goes on from what is stored', () => {
	expect(newProcess().current()).toBeUndefined();
	expect(newProcess().current(stateOf(3))).toEqual(stateOf(3));
});

it('bridges polls that returned nothing, which n8n forgets', () => {
	const one = newProcess();
	one.current(stateOf(1));
	one.store(stateOf(1), stateOf(2), false);
	one.current(stateOf(1));
	one.store(stateOf(1), stateOf(3), false);
	expect(one.current(stateOf(1))).toEqual(stateOf(3));
});

it('bridges none that went out with items, which n8n may have dropped', () => {
	const one = newProcess();
	one.current(stateOf(1));
	one.store(stateOf(1), stateOf(2), true);
	expect(one.current(stateOf(1))).toEqual(stateOf(1));
});

it('ignores an old state that is put back, once n8n went on from a newer one', () => {
	const one = newProcess();
	one.store(stateOf(1), stateOf(2), true);
	one.current(stateOf(2));
	expect(one.current(stateOf(1))).toEqual(stateOf(2));
});

it('takes what another process has stored, whatever was counted meanwhile', () => {
	const one = newProcess();
	one.current(stateOf(1));
	for (const revision of [2, 3, 4]) one.store(stateOf(1), stateOf(revision), false);
	expect(one.current(stateOf(2, 'of the other'))).toEqual(stateOf(2, 'of the other'));
});

it('keeps the newer of two polls that end in the wrong order', () => {
	const one = newProcess();
	one.store(stateOf(1), stateOf(3), false);
	one.store(stateOf(1), stateOf(2, 'late'), false);
	expect(one.current(stateOf(1))).toEqual(stateOf(3));
});
