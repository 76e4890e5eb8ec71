/** What a server takes from its clients, so that none of them can take it from the others. Times are milliseconds. */
export interface ServerLimits {
  /** Requests a minute from one client: a key, or an address where nobody is asked for one. */
  readonly requestsAMinute: number;
  /** Requests a minute with a wrong key, or none, from one address. */
  readonly refusedAMinute: number;
  /** Time to send all headers. */
  readonly headersMs: number;
  /** Time to send a whole request. */
  readonly requestMs: number;
  /** Time in which a connection has to move: whoever reads no answer is cut off after it. */
  readonly idleMs: number;
  /** How often the times above are looked at. */
  readonly checkEveryMs: number;
  /** Connections at once. */
  readonly connections: number;
  /** Bytes of a body, where the route does not say another number. */
  readonly bodyBytes: number;
  /** Time that requests have to end once the server is to stop. */
  readonly drainMs: number;
}

/** The limits of a server that is told none. */
export const DEFAULT_LIMITS: ServerLimits = {
  requestsAMinute: 600_000,
  refusedAMinute: 100,
  headersMs: 10_000,
  requestMs: 60_000,
  idleMs: 60_000,
  checkEveryMs: 1000,
  connections: 2000,
  bodyBytes: 2 ** 20,
  drainMs: 10_000,
};

/** Bytes of the headers of a request. */
export const HEADER_BYTES = 16 * 1024;
