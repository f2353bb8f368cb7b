import js from '@eslint/js';
import { globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

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
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '/(sandbox|test|scripts|bench)(/|$)',
							message: 'The package must not import from the workshop.',
						},
					],
				},
			],
		},
	},
);
