import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { PeerMood } from '../../src/testing/index.js';

/** A request that the peer got. */
export interface PeerRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer. */
export interface PeerAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the peer does in a good mood. */
export type PeerService = (request: PeerRequest) => PeerAnswer;

/** A server on the loopback that records what it is sent and behaves as it is told. */
export class HttpPeer {
  mood: PeerMood = 'fine';
  readonly requests: PeerRequest[] = [];
  readonly #server: Server;

  private constructor(service: PeerService) {
    this.#server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { method = '', headers } = incoming;
        const url = new URL(incoming.url ?? '/', 'http://peer');
        const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
        this.requests.push(request);
        const answer = this.mood === 'fine' ? service(request) : MOODS[this.mood](request);
        if (answer === undefined) return;
        response.writeHead(answer.status, answer.headers);
        response.end(answer.body ?? '');
      });
    });
  }

  static async start(service: PeerService): Promise<HttpPeer> {
    const peer = new HttpPeer(service);
    await new Promise<void>((resolve) => peer.#server.listen(0, '127.0.0.1', resolve));
    return peer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Requests as texts, headers included. */
  texts(): string[] {
    return this.requests.map(({ url, headers, body }) => `${url.pathname} ${JSON.stringify(headers)} ${body}`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Repeats all that it got, secrets included. */
const echo = ({ url, headers, body }: PeerRequest) => `no: ${url.href} ${JSON.stringify(headers)} ${body}`;

const MOODS: Readonly<Record<Exclude<PeerMood, 'fine'>, (request: PeerRequest) => PeerAnswer | undefined>> = {
  busy: () => ({ status: 429, headers: { 'retry-after': '7' } }),
  broken: (request) => ({ status: 503, body: echo(request) }),
  refusing: (request) => ({ status: 400, body: echo(request) }),
  gone: (request) => ({ status: 410, body: echo(request) }),
  silent: () => undefined,
};

/** Peers that end with the test. */
const started: HttpPeer[] = [];

export async function startPeer(service: PeerService): Promise<HttpPeer> {
  const peer = await HttpPeer.start(service);
  started.push(peer);
  return peer;
}

export async function stopPeers(): Promise<void> {
  await Promise.all(started.splice(0).map((peer) => peer.stop()));
}
