/** Unit, property and engine tests in one process; the real n8n apart, one file at a time. */
const shared = {
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] },
	setupFiles: ['<rootDir>/test/setup.ts'],
};

module.exports = {
	projects: [
		{
			...shared,
			displayName: 'package',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/'],
		},
		{
			...shared,
			displayName: 'n8n',
			testMatch: ['<rootDir>/test/n8n/**/*.test.ts'],
			globalSetup: '<rootDir>/test/n8n/setup.ts',
			globalTeardown: '<rootDir>/test/n8n/teardown.ts',
		},
	],
	testTimeout: 60_000,
};
