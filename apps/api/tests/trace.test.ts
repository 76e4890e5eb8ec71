import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SILENT_LOGGER, currentTrace, newTrace } from '@dqs/core';
import { openSpans } from '@dqs/runtime/metrics';

import { createServer, DEFAULT_LIMITS, type RouteDefinition, type Services } from '../src/index.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const lines: unknown[] = [];
const logger = { ...SILENT_LOGGER, info: (fields: object) => void lines.push(fields) };
const seen: unknown[] = [];
const ROUTE: RouteDefinition = {
  ...{ method: 'GET', path: '/here', tag: 'about', id: 'here', summary: 'x', answers: {}, examples: [] },
  handle: async () => {
    await new Promise((done) => setTimeout(done, 1));
    seen.push(currentTrace()?.traceId);
    return { body: {} };
  },
};

it('a request within a trace is answered, logged and worked on within it; another one is in none', async () => {
  const server = await createServer([ROUTE], { logger } as unknown as Services, DEFAULT_LIMITS);
  const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01`, 'x-request-id': 'r-1' };
  const [traced, plain] = [await server.inject({ url: '/here', headers }), await server.inject('/here')];
  await server.close();
  expect(traced.headers['traceparent']).toMatch(new RegExp(`^00-${TRACE}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
  expect(plain.headers).not.toHaveProperty('traceparent');
  expect(seen).toEqual([TRACE, undefined]);
  expect(lines).toMatchObject([{ requestId: 'r-1', traceId: TRACE, route: '/here', status: 200 }, { route: '/here' }]);
  expect(lines[1]).not.toHaveProperty('traceId');
});

/** What OTLP says of a span in JSON. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: object }[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

/** A collector of traces that remembers what it got. */
async function collector() {
  const got: Sent[] = [];
  const paths: unknown[] = [];
  const server = createHttpServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      paths.push(request.url);
      got.push(JSON.parse(Buffer.concat(parts).toString()) as Sent);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, got, paths, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('traces', () => {
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name];
  });

  it('are sent nowhere unless an endpoint is set', async () => {
    expect(await openSpans('dqs-api')).toBeUndefined();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'http://127.0.0.1:1';
    process.env['OTEL_SDK_DISABLED'] = 'true';
    expect(await openSpans('dqs-api')).toBeUndefined();
  });

  it('are sent to the collector that the standard variables name, gone on with and without names of data', async () => {
    const { server: receiver, got, paths, url } = await collector();
    Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_RESOURCE_ATTRIBUTES: 'site=north' });
    const spans = (await openSpans('dqs-api'))!;
    const server = await createServer([ROUTE], { logger, spans } as unknown as Services, DEFAULT_LIMITS);
    const traceparent = (flags: string) => ({ traceparent: `00-${TRACE}-00f067aa0ba902b7-${flags}` });
    const traced = await server.inject({ url: '/here', headers: { ...traceparent('01'), 'x-name': 'secret' } });
    const begun = await server.inject('/here');
    // Whoever does not record their trace is spared ours.
    await server.inject({ url: '/here', headers: traceparent('00') });
    await server.close();
    await spans.close();
    receiver.close();
    expect(new Set(paths)).toEqual(new Set(['/v1/traces']));
    const [{ resource }] = got.flatMap(({ resourceSpans }) => resourceSpans) as [Sent['resourceSpans'][number]];
    const about = Object.fromEntries(resource.attributes.map(({ key, value }) => [key, value]));
    expect(about).toMatchObject({ 'service.name': { stringValue: 'dqs-api' }, site: { stringValue: 'north' } });
    const sent = got.flatMap((one) => one.resourceSpans.flatMap((of) => of.scopeSpans.flatMap((scope) => scope.spans)));
    expect(sent).toHaveLength(2);
    const [, , spanId] = String(traced.headers['traceparent']).split('-');
    expect(sent[0]).toMatchObject({
      ...{ traceId: TRACE, spanId, parentSpanId: '00f067aa0ba902b7', name: 'GET /here', kind: 2 },
      attributes: expect.arrayContaining([
        { key: 'http.request.method', value: { stringValue: 'GET' } },
        { key: 'http.response.status_code', value: { intValue: 200 } },
      ]) as object,
    });
    expect(BigInt(sent[0]!.endTimeUnixNano)).toBeGreaterThan(BigInt(sent[0]!.startTimeUnixNano));
    expect(JSON.stringify(got)).not.toContain('secret');
    // One that nobody began before has no parent, and is told to whoever asked.
    expect(String(begun.headers['traceparent'])).toContain(`${sent[1]!.traceId}-${sent[1]!.spanId}-01`);
    expect(sent[1]!.parentSpanId ?? '').toBe('');
  });

  it('keep nobody waiting whose collector is away', async () => {
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    });
    const spans = (await openSpans('dqs-api'))!;
    const common = { kind: 'internal', startedAt: 1, ms: 1, failed: true, attributes: {} } as const;
    spans.ended({ name: 'job', trace: newTrace('01'), ...common });
    await spans.close();
  });
});
