import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** A place in a trace, as W3C trace context has it: what is done belongs to it, in whichever process. */
export interface Trace {
  /** 32 hexadecimal digits, the same in all that follows from one cause. */
  readonly traceId: string;
  /** What is done now: 16 hexadecimal digits. */
  readonly spanId: string;
  /** Two hexadecimal digits: whether somebody records it. */
  readonly flags: string;
  /** The place that this one goes on from, in whichever process; undefined at the beginning. */
  readonly parentId?: string;
}

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.{0,200})?$/;
const NOTHING = /^0+$/;
const [TRACE_BYTES, SPAN_BYTES] = [16, 8];
const traces = new AsyncLocalStorage<Trace>();

/** What is done for a `traceparent`: a place of its own in the same trace; undefined for a text that is none. */
export function traceWithin(traceparent: string | undefined): Trace | undefined {
  const [, traceId, parent, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || NOTHING.test(traceId) || NOTHING.test(parent!)) return undefined;
  return { traceId, spanId: randomBytes(SPAN_BYTES).toString('hex'), flags: flags!, parentId: parent! };
}

/**
 * The beginning of a trace, which nobody records unless they ask for it.
 *
 * @param flags `01` for one that is recorded.
 */
export function newTrace(flags = '00'): Trace {
  const [traceId, spanId] = [TRACE_BYTES, SPAN_BYTES].map((bytes) => randomBytes(bytes).toString('hex'));
  return { traceId: traceId!, spanId: spanId!, flags };
}

/** The header `traceparent` by which others go on with a trace. */
export function traceparentOf({ traceId, spanId, flags }: Trace): string {
  return `00-${traceId}-${spanId}-${flags}`;
}

/** Does work, and all that follows from it, within a trace. */
export function inTrace<T>(trace: Trace, work: () => T): T {
  return traces.run(trace, work);
}

/** The trace that is gone on with now; undefined outside of any. */
export function currentTrace(): Trace | undefined {
  return traces.getStore();
}
