import { DqsError } from '@dqs/core';

/**
 * Stops work that has been cancelled.
 *
 * @throws DqsError `aborted` if the signal has fired.
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new DqsError('aborted', 'reading was interrupted; nothing was written', { cause: signal.reason });
  }
}

/** The error for a path that exists but cannot be opened. */
export function unreadable(path: string, cause: unknown): DqsError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = code === 'EACCES' ? 'permission denied; change its permissions' : message;
  return new DqsError('input-unreadable', `cannot read ${path}: ${reason}`, { cause, details: { path, code } });
}
