import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads these on import and writes a configuration file into the user folder, one a worker.
process.env.N8N_USER_FOLDER = join(tmpdir(), `n8n-core-${process.env.JEST_WORKER_ID ?? '1'}`);
mkdirSync(process.env.N8N_USER_FOLDER, { recursive: true });
process.env.N8N_ENCRYPTION_KEY = 'test-key';
process.env.N8N_LOG_LEVEL ??= 'silent';
