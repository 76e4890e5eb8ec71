import { EXIT } from '@dqs/core';

/** Turns Ctrl-C into an AbortSignal while work runs. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Restores the default handling of the signals. */
  release(): void;
}

/**
 * Listens for SIGINT and SIGTERM: the first fires the signal, so that work stops and leaves nothing half-written; the
 * second ends the process at once.
 *
 * @param onFirst called when the first arrives, to inform the user.
 */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    onFirst();
    controller.abort(new Error('interrupted by a signal'));
  };
  process.on('SIGINT', listener).on('SIGTERM', listener);
  return {
    signal: controller.signal,
    release: () => process.off('SIGINT', listener).off('SIGTERM', listener),
  };
}
