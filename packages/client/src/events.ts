import { assertOk, DqsApiError } from './api-error.js';

/** Something that happened. */
export interface DqsEvent {
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly type: string;
  /** Whom it concerns; null for the whole of the operation. */
  readonly tenant: string | null;
  readonly subject: string;
  readonly data: unknown;
}

/** What is followed, and for how long. */
export interface EventOptions {
  /** Only events after this number. @default those that are still to come */
  readonly after?: number;
  /** Whether to wait for more once all is told. @default true */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
  /** Told when the connection is made, and when it is lost. */
  readonly onConnection?: (isThere: boolean) => void;
}

/** Asks a path of the API. */
export type Ask = (path: string, accept: string, signal: AbortSignal | undefined) => Promise<Response>;

/** Until a connection that was lost is made again, milliseconds. */
const RETRY_MS = 2000;

/**
 * Events in their order, each once. A connection that is lost is made again and goes on after the last event.
 *
 * @throws DqsApiError if they may not be followed.
 */
export async function* followEvents(ask: Ask, options: EventOptions = {}): AsyncGenerator<DqsEvent, void> {
  const { follow = true, signal, onConnection } = options;
  let { after } = options;
  while (!signal?.aborted) {
    try {
      const query = new URLSearchParams({
        follow: String(follow),
        ...(after !== undefined && { after: String(after) }),
      });
      const response = await ask(`/api/v1/events?${query}`, 'text/event-stream', signal);
      await assertOk(response);
      onConnection?.(true);
      for await (const event of eventsIn(response.body)) {
        yield event;
        after = event.number;
      }
      if (!follow) return;
    } catch (error) {
      if (signal?.aborted) return;
      // What the server refuses it refuses again; what it cannot do now it may do later.
      if (!follow || (error instanceof DqsApiError && error.status < 500)) throw error;
    }
    if (!signal?.aborted) onConnection?.(false);
    await pause(RETRY_MS, signal);
  }
}

async function* eventsIn(body: ReadableStream<Uint8Array> | null): AsyncGenerator<DqsEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(body)) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const line = block.split('\n').find((one) => one.startsWith('data: '));
      if (line !== undefined) yield JSON.parse(line.slice('data: '.length)) as DqsEvent;
    }
  }
}

/** Not every browser can iterate a stream. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}
