import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { DqsError } from '@dqs/core';

import type { Metrics } from './metrics.js';

/** A server that tells metrics and nothing else. */
export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` for a process that serves nothing else. It shows no result and takes nothing, so it asks nobody who they are.
 *
 * @param port 0 takes a free one.
 * @throws DqsError `not-served` where it cannot listen.
 */
export async function serveMetrics(metrics: Metrics, host: string, port: number): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') return void response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, host, done)).catch((cause) => {
    const message = `expected to listen on ${host}:${port} for metrics: ${(cause as Error).message}`;
    throw new DqsError('not-served', message, { cause });
  });
  const { port: taken } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`, close };
}
