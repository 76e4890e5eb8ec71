import type { Logger } from '@dqs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Failure } from '../problems/problem.js';

/**
 * Logs a request by a list of what may be told: no header, no parameter and no body is among it, so that neither a key nor a
 * name in a path can get into a log.
 */
export function logRequest(request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const ms = Math.round((performance.now() - request.startedAt) * 100) / 100;
  logger.info({ ...factsOf(request), status: reply.statusCode, ms }, 'request');
}

/** Logs what went wrong inside, with all that is known of it; what was wrong with the request is no error of the server. */
export function logFailure({ error, status }: Failure, request: FastifyRequest, logger: Logger): void {
  const facts = { ...factsOf(request), code: error.code, status };
  if (status < 500) logger.debug(facts, 'a request was refused');
  else logger.error({ ...facts, reason: error.message, stack: stackOf(error) }, 'a request failed');
}

function factsOf(request: FastifyRequest) {
  const { method, id: requestId, principal, routeOptions, trace } = request;
  return {
    requestId,
    method,
    route: routeOptions.url ?? '',
    by: principal?.id,
    ...(trace && { traceId: trace.traceId, spanId: trace.spanId }),
  };
}

function stackOf(error: Error): string | undefined {
  return error.cause instanceof Error ? error.cause.stack : error.stack;
}
