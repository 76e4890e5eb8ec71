import { DqsError } from '@dqs/core';

/**
 * Ends work that nobody wants any more.
 *
 * @throws DqsError `aborted` where the signal has fired.
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new DqsError('aborted', 'reading was interrupted; nothing was written', { cause: signal.reason });
  }
}
