import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What inN8n.cjs tells of an execution. */
export interface ExecutionReport {
	readonly executionId: string;
	readonly status: string;
	/** In ms since 1970. */
	readonly storedAt: number;
	readonly nodes: Readonly<Record<string, NodeReport>>;
	readonly error?: string;
}

export interface NodeReport {
	/** What n8n counts as its execution time. */
	readonly ms: number;
	readonly items: number;
	readonly records: number;
	/** The IDs of what it has put into n8n's binary store. */
	readonly files: readonly string[];
}

/** Takes the reports of executions, in order. */
export class Reports {
	private readonly waiting: Array<(report: ExecutionReport) => void> = [];
	private readonly come: ExecutionReport[] = [];

	private constructor(private readonly server: Server) {
		server.on('request', (request, response) => {
			response.end();
			void json(request).then((report) => this.take(report as ExecutionReport));
		});
	}

	static async listen(): Promise<Reports> {
		const server = createServer();
		await once(server.listen(0, '127.0.0.1'), 'listening');
		return new Reports(server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** The next report, or the one that came already. */
	async next(): Promise<ExecutionReport> {
		const report = this.come.shift();
		return report ?? (await new Promise((resolve) => this.waiting.push(resolve)));
	}

	/** Forgets who waits, and what came meanwhile. */
	clear(): void {
		this.waiting.length = this.come.length = 0;
	}

	close(): void {
		this.server.close();
	}

	private take(report: ExecutionReport): void {
		const waiting = this.waiting.shift();
		if (waiting) waiting(report);
		else this.come.push(report);
	}
}
