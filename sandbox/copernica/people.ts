import type { History } from '../history';
import { addressField, seconds, type Makers } from './data/makers';
import { filled, timeOf } from './filled';
import type { GivenProfile, GivenSubprofile, Time } from './given';
import type { HistoryEntry } from './history';
import type { Random } from '../random';
import type { ProfileRecord, SubprofileRecord } from './rows';
import type { Store } from './store';
import type { CopernicaSwitches } from './switches';

export interface ChangesParts {
	store: Store;
	history: History<HistoryEntry>;
	makers: Makers;
	random: Random;
	switches: CopernicaSwitches;
	now(): number;
}

/** Writes people to the account now. */
export class PeopleChanges {
	constructor(protected readonly parts: ChangesParts) {}

	/**
	 * Of the first database, unless another one is given.
	 *
	 * @throws Error for a field or value that cannot be, or an ID that there is
	 */
	profile({ email, fields, ...given }: GivenProfile = {}): ProfileRecord {
		const { store, makers } = this.parts;
		const made = makers.profile(this.now(), given.database === 62 ? 1 : 0);
		const address = email === undefined ? {} : { [addressField(made)]: email };
		const row = this.filledPerson(made, {
			...given,
			fields: { ...(fields ?? made.fields), ...address },
		});
		store.profiles.add(row);
		makers.numbers.skip('profile', row.id);
		this.notePerson('profile', row);
		return row;
	}

	/** Of the newest profile, unless another one is given. @throws Error as `profile` */
	subprofile(given: GivenSubprofile = {}): SubprofileRecord {
		const { store, makers } = this.parts;
		const id = given.profile ?? store.profiles.rows.at(-1)?.id ?? this.profile().id;
		const profile = store.profiles.get(id);
		if (profile === undefined) throw new Error(`There is no profile ${id}`);
		const row = this.filledPerson(makers.subprofile(profile), given);
		store.subprofiles.add(row);
		makers.numbers.skip('subprofile', row.id);
		this.notePerson('subprofile', row);
		return row;
	}

	/** In whole seconds. */
	protected now(): number {
		return seconds(this.parts.now());
	}

	protected time(given: Time): number {
		return timeOf(given, this.parts.switches.zone);
	}

	private filledPerson<Row extends ProfileRecord | SubprofileRecord>(
		made: Row,
		given: GivenProfile | GivenSubprofile,
	): Row {
		const times = (['created', 'modified', 'removed'] as const).flatMap((name) => {
			const time = given[name];
			return time === undefined ? [] : [[name, time === null ? null : this.time(time)] as const];
		});
		return filled(made, { ...given, ...Object.fromEntries(times) });
	}

	private notePerson(kind: 'profile' | 'subprofile', row: ProfileRecord | SubprofileRecord): void {
		const times = { at: this.parts.now(), happened: row.created };
		this.parts.history.note({ kind, product: null, row, ...times } as HistoryEntry);
	}
}
