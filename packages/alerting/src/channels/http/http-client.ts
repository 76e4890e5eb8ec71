import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';

import { currentTrace, throwIfAborted, traceparentOf, type Hooks } from '@dqs/core';

import { AddressRules } from './addresses.js';
import { assertLiteral, guardedLookup, SYSTEM_RESOLVE, type Resolve } from './guard.js';
import { HttpProblem } from './http-problem.js';

/** What a peer answered. */
export interface HttpAnswer {
  readonly host: string;
  readonly status: number;
  /** Header `Retry-After`, if it is there. */
  readonly retryAfter?: string;
  /** The beginning of the answer, as far as it arrived within the limits. */
  readonly body: string;
}

/** A request. */
export interface HttpRequest {
  readonly method?: 'POST' | 'GET';
  readonly url: URL;
  /** Name and value. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** How requests are made. */
export interface HttpClientOptions {
  /** Networks that may be reached although they are not public; see {@link AddressRules}. @default none */
  readonly allowedNetworks?: readonly string[];
  /** Until the whole answer is there, connecting included. @default 10000 */
  readonly timeoutMs?: number;
  /** Bytes of an answer that are read; the rest is not waited for. @default 65536 */
  readonly maxAnswerBytes?: number;
  /** @default the resolver of the machine */
  readonly resolve?: Resolve;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;

/**
 * Requests to addresses that others chose. Only public addresses are reached, unless an operator allows more; redirects are
 * not followed; time and size of answers are limited. No connection is kept, so that every request is checked anew.
 */
export class HttpClient {
  readonly #rules: AddressRules;
  readonly #resolve: Resolve;
  readonly #timeoutMs: number;
  readonly #maxAnswerBytes: number;

  constructor(options: HttpClientOptions = {}) {
    this.#rules = new AddressRules(options.allowedNetworks);
    this.#resolve = options.resolve ?? SYSTEM_RESOLVE;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
  }

  /**
   * Sends a request and reads the answer, whatever its status.
   *
   * @throws HttpProblem if there is no answer; DqsError `aborted` when the signal fires.
   */
  async send(request: HttpRequest, { signal }: Pick<Hooks, 'signal'> = {}): Promise<HttpAnswer> {
    throwIfAborted(signal);
    const { url } = request;
    const isPlain = url.protocol === 'http:';
    if (!isPlain && url.protocol !== 'https:') throw new HttpProblem('forbidden', `${url.protocol} is not asked`);
    if (url.username || url.password) throw new HttpProblem('forbidden', `${url.host}: an address holds no password`);
    assertLiteral(url.hostname, this.#rules, isPlain);
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    try {
      return await this.#exchange(request, isPlain, signal ? AbortSignal.any([signal, deadline]) : deadline);
    } catch (cause) {
      throwIfAborted(signal);
      if (cause instanceof HttpProblem) throw cause;
      if (deadline.aborted) {
        throw new HttpProblem('timeout', `${url.host} has not answered within ${this.#timeoutMs} ms`, { cause });
      }
      throw new HttpProblem('unreachable', `${url.host} cannot be reached: ${reasonOf(cause)}`, { cause });
    }
  }

  #exchange({ method = 'POST', url, headers, body }: HttpRequest, isPlain: boolean, signal: AbortSignal) {
    const trace = currentTrace();
    const traced = trace === undefined ? [] : [['traceparent', traceparentOf(trace)] as const];
    const length = body === undefined ? [] : [['content-length', String(Buffer.byteLength(body))] as const];
    return new Promise<HttpAnswer>((resolve, reject) => {
      const sending = (isPlain ? plainRequest : tlsRequest)(url, {
        method,
        signal,
        agent: false,
        headers: Object.fromEntries([...headers, ...traced, ...length]),
        lookup: guardedLookup(this.#rules, this.#resolve, isPlain),
      });
      let isAnswered = false;
      // Once the status is there, a connection that breaks cuts the answer short and is no failure.
      sending.on('error', (error) => {
        if (!isAnswered) reject(error);
      });
      sending.on('response', (response) => {
        isAnswered = true;
        const answered = { host: url.host, status: response.statusCode!, ...retryAfterOf(response) };
        void this.#read(response).then((text) => resolve({ ...answered, body: text }));
      });
      sending.end(body);
    });
  }

  /** What arrives within the limits. The status has been said by then, so that an answer cut short is an answer. */
  #read(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    return new Promise((resolve) => {
      const done = () => resolve(Buffer.concat(chunks).subarray(0, this.#maxAnswerBytes).toString('utf8'));
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > this.#maxAnswerBytes) response.destroy();
      });
      response.on('error', done);
      response.on('close', done);
    });
  }
}

function retryAfterOf({ headers }: IncomingMessage) {
  const value = headers['retry-after'];
  return value === undefined ? {} : { retryAfter: value };
}

/** The code of a failed connection: its message may repeat the address. */
function reasonOf(cause: unknown): string {
  const { code, name } = cause as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown reason');
}
