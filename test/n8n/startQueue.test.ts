import { once } from 'node:events';
import { missingService, postgresForTests, redisForTests } from '../../scripts/services/forTests';
import { query } from '../../scripts/services/postgres';
import type { Service } from '../../scripts/services/service';
import { NpmStart } from './npmStart';

/** A start builds the package and waits for three n8ns. */
jest.setTimeout(240_000);

const REDIS_NOWHERE = 'redis://:redis-secret@127.0.0.1:1/0';
const POSTGRES_NOWHERE = 'postgres://user:postgres-secret@127.0.0.1:1/n8n';

let npmStart: NpmStart;

beforeAll(async () => {
	npmStart = await NpmStart.prepare();
});

afterEach(() => npmStart.end());

afterAll(async () => await npmStart.clear());

test.each([
	['no URL', [], /--postgres postgres:\/\/[^]*--redis redis:\/\//],
	['no Redis', ['--postgres', POSTGRES_NOWHERE], /Say where:\n {2}--redis redis:\/\//],
	[
		'what is no URL of a PostgreSQL',
		['--postgres', REDIS_NOWHERE, '--redis', REDIS_NOWHERE],
		/--postgres takes a URL that begins with postgres:\/\/ or postgresql:\/\/\n/,
	],
	[
		'a PostgreSQL that is not there',
		['--postgres', POSTGRES_NOWHERE, '--redis', REDIS_NOWHERE],
		/The PostgreSQL at postgres:\/\/127\.0\.0\.1:1\/n8n cannot be used: .*ECONNREFUSED.*--postgres/,
	],
])('npm start -- --queue with %s says what to do', async (_, args, expected) => {
	const { child, said } = npmStart.run('--queue', ...args);
	await once(child, 'close');
	expect(said()).toMatch(expected);
	expect(said()).not.toContain('secret');
	expect(child.exitCode).toBe(1);
});

(missingService() ? describe.skip : describe)('npm start -- --queue', () => {
	let postgres: Service;
	let redis: Service;

	beforeAll(async () => {
		[postgres, redis] = await Promise.all([postgresForTests(), redisForTests()]);
	});

	afterAll(async () => {
		await Promise.all([postgres.close(), redis.close()]);
	});

	const services = () => ['--postgres', postgres.url, '--redis', redis.url];

	test('leaves the database of another n8n alone', async () => {
		await query(postgres.url, `CREATE TABLE "user" (email text)`);
		await query(postgres.url, `INSERT INTO "user" VALUES ('somebody@example.com')`);
		const { child, said } = npmStart.run('--queue', ...services());
		await once(child, 'close');
		expect(said()).toContain('is that of another n8n');
		expect(child.exitCode).toBe(1);
		await query(postgres.url, `DROP TABLE "user"`);
	});

	test('pulls, with --once, all that the sandbox has, with workers, and ends all that it started', async () => {
		const { child, said } = npmStart.run('--queue', '--once', '--opens', '1000', ...services());
		await once(child, 'close');
		expect(said()).toContain('and two workers');
		expect(said()).toMatch(/1,000 records came in [\d.]+ s; the sandbox has 1,000 opens\.\n/);
		expect(said()).toMatch(/the sandbox has 150 clicks of Marketing Suite\.\n$/);
		expect(child.exitCode).toBe(0);
		// Each n8n has its connections open as long as it runs.
		const connected = await query(
			postgres.url,
			'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
		);
		expect(connected).toEqual([]);
	});
});
