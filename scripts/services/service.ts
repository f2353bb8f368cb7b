/** A server of this machine, for as long as it is needed; what it holds is thrown away at the end. */
export interface Service {
	/** Stays the same when it is stopped and started again. */
	readonly url: string;
	/** Starts it again, with what it has kept. */
	start(): Promise<void>;
	stop(): Promise<void>;
	/** Stops it and throws away what it holds. */
	close(): Promise<void>;
}
