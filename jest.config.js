/**
 * Unit, property and engine tests; apart from them a real n8n, one file at a time, and the triggers
 * in n8ns of their own, which are polled once a minute; and n8n's queue mode, on several processes.
 */
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
			testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(n8n|polling|queue)/'],
		},
		{
			...shared,
			displayName: 'n8n',
			testMatch: ['<rootDir>/test/n8n/**/*.test.ts'],
			globalSetup: '<rootDir>/test/n8n/setup.ts',
			globalTeardown: '<rootDir>/test/n8n/teardown.ts',
		},
		{
			...shared,
			displayName: 'polling',
			testMatch: ['<rootDir>/test/polling/**/*.test.ts'],
		},
		{
			...shared,
			displayName: 'queue',
			testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
		},
	],
	testTimeout: 120_000,
	// n8n's core leaves much behind in a worker with each file.
	workerIdleMemoryLimit: '1GB',
};
