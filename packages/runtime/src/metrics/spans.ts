import { DqsError, DQS_VERSION, type Trace } from '@dqs/core';

/** Something that was done within a trace. */
export interface DoneSpan {
  /** Of low cardinality: `GET /api/v1/series`. */
  readonly name: string;
  readonly kind: 'server' | 'internal';
  readonly trace: Trace;
  /** Milliseconds since 1970, with fractions. */
  readonly startedAt: number;
  readonly ms: number;
  readonly failed: boolean;
  /** Nothing that must not be in a log. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Takes what was done and sends it to a collector, many at a time. */
export interface Spans {
  ended(span: DoneSpan): void;
  /** Sends what is left, if the collector takes it in time. */
  close(): Promise<void>;
}

/** So long the end of a program waits for its collector. */
const CLOSE_MS = 3000;
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;
const [SERVER, INTERNAL] = [1, 0];
const [UNSET, ERROR] = [0, 2];

/**
 * What sends traces by OTLP over HTTP, as the standard variables of OpenTelemetry say (`OTEL_EXPORTER_OTLP_ENDPOINT` and its kin);
 * undefined where none names an endpoint. Of a trace that somebody else began only what they record is sent.
 *
 * @param service its name, unless `OTEL_SERVICE_NAME` says another.
 * @throws DqsError `config-invalid` if an endpoint is set and the packages that send to it are not installed.
 */
export async function openSpans(service: string): Promise<Spans | undefined> {
  const { env } = process;
  const isOff = env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none';
  if (isOff || ENDPOINTS.every((name) => (env[name] ?? '') === '')) return undefined;
  const { OTLPTraceExporter, BatchSpanProcessor, resources } = await loadPackages();
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources;
  const own = resourceFromAttributes({ 'service.name': service, 'service.version': DQS_VERSION });
  const resource = defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }));
  const processor = new BatchSpanProcessor(new OTLPTraceExporter());
  const scope = { name: 'dqs', version: DQS_VERSION };
  return {
    ended: ({ name, kind, trace, startedAt, ms, failed, attributes }) => {
      const { traceId, spanId, parentId, flags } = trace;
      const traceFlags = Number.parseInt(flags, 16);
      processor.onEnd({
        name,
        kind: kind === 'server' ? SERVER : INTERNAL,
        spanContext: () => ({ traceId, spanId, traceFlags }),
        ...(parentId !== undefined && {
          parentSpanContext: { traceId, spanId: parentId, traceFlags, isRemote: true },
        }),
        ...{ startTime: timeOf(startedAt), endTime: timeOf(startedAt + ms), duration: timeOf(ms), ended: true },
        ...{ status: { code: failed ? ERROR : UNSET }, attributes, links: [], events: [] },
        ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
        ...{ resource, instrumentationScope: scope },
      });
    },
    close: async () => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((done) => (timer = setTimeout(done, CLOSE_MS)));
      await Promise.race([processor.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
}

/** Seconds and nanoseconds of milliseconds. */
function timeOf(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - 1000 * seconds) * 1e6)];
}

async function loadPackages() {
  try {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    const { BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-base');
    const resources = await import('@opentelemetry/resources');
    return { OTLPTraceExporter, BatchSpanProcessor, resources };
  } catch (cause) {
    const message =
      'an endpoint for traces is set (OTEL_EXPORTER_OTLP_ENDPOINT), and the packages that send them are not installed: npm install ' +
      '@opentelemetry/api @opentelemetry/exporter-trace-otlp-http @opentelemetry/resources @opentelemetry/sdk-trace-base';
    throw new DqsError('config-invalid', message, { cause });
  }
}
