import type { FastifyReply } from 'fastify';

/** Fires when whoever asked goes before the answer is sent. To be asked for by those who look at it: one costs more than a header. */
export function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const end = () => {
    if (!raw.writableFinished) gone.abort();
  };
  if (raw.closed) end();
  else raw.once('close', end);
  return gone.signal;
}
