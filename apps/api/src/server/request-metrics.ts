import type { Metrics } from '@dqs/runtime/metrics';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { RouteDefinition } from '../routes/route.js';

const MS_PER_SECOND = 1000;
/** Requests of paths that are none share one label. */
const UNKNOWN = 'unknown';

/** Counts requests and how long they took, by route, method and class of status. */
export function requestMetrics(metrics: Metrics): (request: FastifyRequest, reply: FastifyReply) => void {
  const timers = new Map<string, (seconds: number) => void>();
  return ({ method, routeOptions, startedAt }, { statusCode }) => {
    const seconds = (performance.now() - startedAt) / MS_PER_SECOND;
    const route = routeOptions.url ?? UNKNOWN;
    const status = `${Math.floor(statusCode / 100)}xx`;
    const key = `${method} ${status} ${route}`;
    let timer = timers.get(key);
    if (timer === undefined) {
      timer = metrics.timer('dqs_http_request_duration_seconds', { method, route, status });
      timers.set(key, timer);
    }
    timer(seconds);
  };
}

/** Metrics of all tenants: where keys are asked for, of one that may read and is limited to none. */
const METRICS_ROUTE: RouteDefinition = {
  method: 'GET',
  path: '/metrics',
  tag: 'about',
  id: 'metrics',
  summary: 'Metrics as Prometheus reads them',
  action: 'read',
  everyTenant: true,
  answers: {},
  examples: [],
  handle: () => ({}),
};

/** Serves the metrics of the process. They are no part of the document: their form is Prometheus'. */
export function addMetricsRoute(server: FastifyInstance, metrics: Metrics): void {
  server.get(METRICS_ROUTE.path, { config: { definition: METRICS_ROUTE } }, async (_request, reply) => {
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
