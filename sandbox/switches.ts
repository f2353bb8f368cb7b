/** Of switches, and of those inside of others. */
export type ChangesOf<Switches> = {
	[Name in keyof Switches]?: Switches[Name] extends object
		? Partial<Switches[Name]>
		: Switches[Name];
};

/** What a switch may be set to, by its name; one that is not named keeps the type that it has. */
export interface Allowed {
	readonly choices: Readonly<Record<string, readonly unknown[]>>;
	/** Numbers, or null for none. */
	readonly numbersOrNull: readonly string[];
}

/**
 * Changes the switches that are named, those inside of others too.
 *
 * @throws Error for a name that is none, or a value that a switch cannot have; then none is changed
 */
export function mergeInto(switches: object, changes: object, allowed: Allowed): void {
	const settings = settingsOf(switches, changes, allowed, '');
	for (const set of settings) set();
}

function settingsOf(
	target: object,
	changes: object,
	allowed: Allowed,
	path: string,
): Array<() => void> {
	return Object.entries(changes).flatMap(([name, value]: [string, unknown]) => {
		if (value === undefined) return [];
		if (!Object.hasOwn(target, name)) throw new Error(`There is no switch "${path}${name}"`);
		const current: unknown = Reflect.get(target, name);
		const isChoice = `${path}${name}` in allowed.choices;
		if (!isChoice && isObject(current)) {
			if (!isObject(value)) throw new Error(`The switch "${path}${name}" takes an object`);
			return settingsOf(current, value, allowed, `${name}.`);
		}
		check(`${path}${name}`, current, value, allowed);
		return [() => void Reflect.set(target, name, value)];
	});
}

function check(
	name: string,
	current: unknown,
	value: unknown,
	{ choices, numbersOrNull }: Allowed,
): void {
	const isNumberOrNull = value === null || typeof value === 'number';
	const fits =
		choices[name]?.includes(value) ??
		(numbersOrNull.includes(name) ? isNumberOrNull : typeof value === typeof current);
	if (!fits) throw new Error(`The switch "${name}" cannot be ${JSON.stringify(value)}`);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
