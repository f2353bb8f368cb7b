import js from '@eslint/js';
import { globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const WORKSHOP = {
	regex: '/(sandbox|test|scripts|bench)(/|$)',
	message: 'The package must not import from the workshop.',
};

/** The folders of nodes/shared from the ground up: each imports from those before it. */
const FLOORS = ['values', 'auth', 'transport', 'paging', 'run', 'editor', 'poll'];
const VENDORS = ['Copernica', 'Encompass', 'Iovox', 'Procurios'];

/** Keeps imports from going to some folders. */
const noImports = (files, folders, message) => ({
	files,
	rules: {
		'no-restricted-imports': [
			'error',
			{ patterns: [WORKSHOP, { regex: `/(${folders.join('|')})(/|$)`, message }] },
		],
	},
});

// What n8n's own configuration (eslint.config.mjs) is not for: tests, sandbox, scripts and
// benchmarks, which may use timers, processes and sockets; and one rule of the house.
export default tseslint.config(
	globalIgnores(['dist', 'test/artefacts', 'nodes/**/*.json']),
	{
		files: ['{test,sandbox,scripts,bench}/**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		rules: { '@typescript-eslint/no-explicit-any': 'error' },
	},
	{
		files: ['**/*.{mjs,js}'],
		extends: [js.configs.recommended],
		languageOptions: {
			globals: {
				process: 'readonly',
				console: 'readonly',
				require: 'readonly',
				exports: 'writable',
				module: 'writable',
			},
		},
	},
	// One misreading of a vendor must not live on both sides: the sandbox and the nodes know
	// nothing of each other.
	{
		files: ['sandbox/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '/(nodes|credentials)(/|$)',
							message: 'The sandbox must not import from the package.',
						},
					],
				},
			],
		},
	},
	{
		files: ['{nodes,credentials}/**/*.ts'],
		languageOptions: { parser: tseslint.parser },
		plugins: { regexp },
		rules: {
			// n8n is one process: a text of a service that keeps a pattern busy stops all workflows.
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': ['error', { report: 'potential' }],
		},
	},
	noImports(
		['credentials/**/*.ts', 'index.ts'],
		['poll', 'editor', 'run', 'paging', 'transport'],
		'A credential knows of logins only.',
	),
	...VENDORS.map((vendor) =>
		noImports(
			[`nodes/${vendor}/**/*.ts`],
			VENDORS.filter((each) => each !== vendor),
			'A vendor knows nothing of the others: what they share is in nodes/shared.',
		),
	),
	...FLOORS.map((floor, index) =>
		noImports(
			[`nodes/shared/${floor}/**/*.ts`],
			[...VENDORS, ...FLOORS.slice(index + 1)],
			'Imports go downwards: poll, editor, run, paging, transport, auth, values.',
		),
	),
	noImports(
		['nodes/shared/*.ts'],
		[...VENDORS, ...FLOORS.slice(1)],
		'The contracts at the ground know of values only.',
	),
);
