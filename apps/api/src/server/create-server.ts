import { randomUUID } from 'node:crypto';

import rateLimit from '@fastify/rate-limit';
import { DqsError, inTrace, newTrace, traceparentOf, traceWithin, type Trace } from '@dqs/core';
import { StorePatience, type Principal } from '@dqs/runtime/serving';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { failureOf, problemOf } from '../problems/problem.js';
import { isReading, isRepeatable, type RouteDefinition } from '../routes/route.js';
import type { Services } from '../services.js';
import { answerOnce } from './answer-once.js';
import { assertAccess, principalOf } from './access.js';
import { goneSignal } from './gone-signal.js';
import { HEADER_BYTES, type ServerLimits } from './limits.js';
import { alertingChange, recordDenial, recorded } from './recorded.js';
import { logFailure, logRequest } from './request-log.js';
import { endSpan } from './request-span.js';
import { addSite } from '../pages/site.js';
import { addMetricsRoute, requestMetrics } from './request-metrics.js';
import { readCall } from './read-call.js';
import { securityHeaders } from './security-headers.js';
import { sendAnswer } from './send-answer.js';
import { unknownRoute } from './unknown-route.js';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
    startedAt: number;
    /** That of whoever asked; undefined without one. */
    trace: Trace | undefined;
  }
}

/** Path below which errors are written as the inference protocol wants them. */
const INFERENCE = '/v2';
const REQUEST_ID = /^[\w.:-]{1,100}$/;
/** Room for the longest name of a dataset, encoded. */
const MOST_PARAMETER_LENGTH = 2000;

/**
 * A server of some routes: checks, access, limits, errors and logs are the same for all of them.
 *
 * @param limits how much it takes from whom.
 */
export async function createServer(
  routes: readonly RouteDefinition[],
  services: Services,
  limits: ServerLimits,
): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleMs,
    // An answer that is on its way counts as sent: whoever does not read it looks like one who asks for nothing.
    keepAliveTimeout: limits.idleMs,
    routerOptions: { maxParamLength: MOST_PARAMETER_LENGTH },
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      maxHeaderSize: HEADER_BYTES,
    },
  });
  server.server.maxConnections = limits.connections;
  server.decorateRequest('principal', undefined);
  server.decorateRequest('startedAt', 0);
  server.decorateRequest('trace', undefined);
  addHooks(server, services, await securityHeaders());
  await addRateLimit(server, limits);
  // A page of another origin can send text, but no JSON, without asking first.
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
  server.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, services));
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, (request) => {
    throw unknownRoute(routes, request.method, request.url);
  });
  const patient = { ...services, patience: new StorePatience() };
  for (const definition of routes) addRoute(server, definition, patient);
  if (services.metrics) addMetricsRoute(server, services.metrics);
  if (services.site) addSite(server, services.site);
  return server;
}

function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * Whoever asks within a trace is answered within it, and so is what is put or sent meanwhile. Where traces are collected, whoever asks
 * outside of any begins one.
 */
function goOnWithTrace({ spans }: Services) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const given = request.headers['traceparent'];
    const trace = (typeof given === 'string' ? traceWithin(given) : undefined) ?? (spans && newTrace('01'));
    if (trace === undefined) return done();
    request.trace = trace;
    reply.header('traceparent', traceparentOf(trace));
    inTrace(trace, done);
  };
}

function addHooks(server: FastifyInstance, services: Services, headers: Readonly<Record<string, string>>): void {
  server.addHook('onRequest', goOnWithTrace(services));
  server.addHook('onRequest', async (request, reply) => {
    request.startedAt = performance.now();
    // Clients of the inference protocol need not say that they send JSON; a request to infer changes nothing.
    if (request.headers['content-type'] === undefined && request.url.startsWith(INFERENCE)) {
      request.headers['content-type'] = 'application/json';
    }
    reply.headers(headers).header('x-request-id', request.id);
    const { definition } = request.routeOptions.config as { readonly definition?: RouteDefinition };
    // Health is told whatever becomes of keys, tokens and issuers.
    const isPublic = definition !== undefined && definition.action === undefined;
    if (!isPublic) request.principal = await principalOf(request, services);
  });
  // After the limit of requests, so that keys cannot be guessed without end, and before the body is read.
  server.addHook('preParsing', async (request) => {
    const { definition } = request.routeOptions.config as { readonly definition?: RouteDefinition };
    if (!definition) return;
    try {
      assertAccess(definition, request.principal, services);
    } catch (error) {
      await recordDenial(definition, request, services, error);
      throw error;
    }
  });
  const measure = services.metrics && requestMetrics(services.metrics);
  server.addHook('onResponse', (request, reply, done) => {
    measure?.(request, reply);
    if (services.spans) endSpan(request, reply, services.spans);
    logRequest(request, reply, services.logger);
    done();
  });
}

async function addRateLimit(server: FastifyInstance, limits: ServerLimits): Promise<void> {
  await server.register(rateLimit, {
    timeWindow: '1 minute',
    cache: 20_000,
    enableDraftSpec: true,
    max: ({ principal }: FastifyRequest) => (principal ? limits.requestsAMinute : limits.refusedAMinute),
    keyGenerator: ({ principal, ip }: FastifyRequest) => (principal ? `key ${principal.id}` : `address ${ip}`),
    errorResponseBuilder: (_request, { max, after }) =>
      new DqsError('rate-exceeded', `expected at most ${max} requests a minute, got more; ask again in ${after}`),
  });
}

interface PatientServices extends Services {
  readonly patience: StorePatience;
}

function addRoute(server: FastifyInstance, definition: RouteDefinition, services: PatientServices): void {
  const { method, path, action, bodyLimit } = definition;
  const isOnce = isRepeatable(definition);
  const mayRepeat = isReading(definition) || definition.isOneChange === true;
  server.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    ...(bodyLimit !== undefined && { bodyLimit }),
    // Whoever watches the health of a server asks often, and has no key.
    config: { definition, ...(action === undefined && { rateLimit: false as const }) },
    handler: async (request, reply) => {
      const { params, query, body } = readCall(definition, request);
      const { headers, principal } = request;
      const call = {
        ...{ params, query, body, headers, principal: principal!, services },
        changeAlerting: alertingChange(definition, request, services),
        get signal() {
          return goneSignal(reply);
        },
      };
      const once = () =>
        definition.audit === undefined
          ? definition.handle(call)
          : recorded(definition, request, services, () => definition.handle(call));
      const work = mayRepeat ? () => services.patience.ask(once) : once;
      const answer = await (isOnce && headers['idempotency-key'] !== undefined
        ? answerOnce(request, services, call.signal, work)
        : work());
      if (definition.audit !== undefined) services.pages?.lookAgain();
      return sendAnswer(definition, request, reply, answer);
    },
  });
}

function sendFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply, services: Services): FastifyReply {
  const failure = failureOf(thrown);
  logFailure(failure, request, services.logger);
  const problem = problemOf(failure, request.id);
  reply.code(failure.status);
  if (failure.status === 401) reply.header('www-authenticate', 'Bearer realm="dqs"');
  if (failure.status === 405) reply.header('allow', String(failure.error.details['allow'] ?? ''));
  // The body of what was refused is not read to its end: the connection cannot be used again.
  if (failure.status === 413) reply.header('connection', 'close');
  if (request.url.startsWith(INFERENCE)) {
    return reply.type('application/json; charset=utf-8').send(JSON.stringify({ error: problem.detail }));
  }
  return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
