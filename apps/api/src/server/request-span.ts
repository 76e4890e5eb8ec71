import type { Spans } from '@dqs/runtime/metrics';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Tells of a request that has ended what a log may tell of it: its route, but neither its parameters nor who asked. */
export function endSpan(request: FastifyRequest, reply: FastifyReply, spans: Spans): void {
  const { method, routeOptions, startedAt, trace } = request;
  if (trace === undefined) return;
  const { statusCode } = reply;
  const { url: route } = routeOptions;
  spans.ended({
    name: route === undefined ? method : `${method} ${route}`,
    kind: 'server',
    trace,
    startedAt: performance.timeOrigin + startedAt,
    ms: performance.now() - startedAt,
    failed: statusCode >= 500,
    attributes: {
      'http.request.method': method,
      ...(route !== undefined && { 'http.route': route }),
      'http.response.status_code': statusCode,
      'dqs.request_id': request.id,
    },
  });
}
