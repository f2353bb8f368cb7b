import {
	type INode,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	NodeHelpers,
} from 'n8n-workflow';
import { Copernica } from '../../../nodes/Copernica/Copernica.node';
import { Encompass } from '../../../nodes/Encompass/Encompass.node';
import { Iovox } from '../../../nodes/Iovox/Iovox.node';
import { Procurios } from '../../../nodes/Procurios/Procurios.node';

const node = { typeVersion: 1 } as INode;

/** The operations of a resource as its menu shows them; a node for agents has another name. */
function shown(
	{ description }: INodeType,
	{ displayOptions, options }: INodeProperties,
	suffix = '',
) {
	const [resource] = displayOptions!.show!.resource!;
	const variant = { ...description, name: description.name + suffix };
	const values = { resource: String(resource) };
	return (options as INodePropertyOptions[])
		.filter((option) => NodeHelpers.displayParameter(values, option, node, variant, values))
		.map(({ value }) => String(value));
}

const menus = [new Procurios(), new Iovox(), new Encompass(), new Copernica()].flatMap((type) =>
	type.description.properties
		.filter(({ name }) => name === 'operation')
		.map(
			(menu) =>
				[
					`${type.description.name} ${String(menu.displayOptions!.show!.resource![0])}`,
					type,
					menu,
				] as const,
		),
);

it.each(menus)('the menu of %s offers files to people, and not to agents', (_name, type, menu) => {
	const all = (menu.options as INodePropertyOptions[]).map(({ value }) => String(value));
	expect(shown(type, menu)).toEqual(all);
	expect(shown(type, menu, 'Tool')).toEqual(all.filter((value) => !value.startsWith('export')));
	expect(shown(type, menu, 'Tool')).not.toEqual([]);
	// What is chosen at first is there for both.
	expect(shown(type, menu, 'Tool')).toContain(menu.default);
});

it('files are offered of every resource that has many records', () => {
	const many = menus.filter(([, type, menu]) => shown(type, menu).includes('getAll'));
	expect(many.length).toBeGreaterThan(15);
	for (const [, type, menu] of many) {
		expect(shown(type, menu)).toContain('export');
		expect(menu.default).toBe('getAll');
	}
});
