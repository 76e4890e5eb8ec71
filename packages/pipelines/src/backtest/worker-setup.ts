import { decodePanel, DqsError, encodePanel, type DailyPanel } from '@dqs/core';
import { registerBackendPackages, registeredPackages, type BackendPackages } from '@dqs/model-backends';

/** The data that a worker receives from the program that starts it. */
export interface WorkerSetup {
  /** The panel, encoded. */
  readonly panel: Uint8Array;
  /** Backends of other packages: a worker does not inherit those registered here. */
  readonly packages: readonly BackendPackages[];
}

/** Data sent to workers on a panel. */
export function workerSetup(panel: DailyPanel): WorkerSetup {
  return { panel: encodePanel(panel), packages: registeredPackages() };
}

/** In a worker: registers the backends and returns the panel. */
export async function takeSetup({ panel, packages }: WorkerSetup): Promise<DailyPanel> {
  for (const { names, folder } of packages) await registerBackendPackages(names, folder);
  return decodePanel(panel);
}

/**
 * The result of work in workers, which do not listen to a signal; the caller ends them in either case.
 *
 * @throws DqsError `aborted` as soon as the signal fires.
 */
export async function untilAborted<Result>(work: Promise<Result>, signal?: AbortSignal): Promise<Result> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new DqsError('aborted', 'the work was interrupted', { cause: signal?.reason }));
  });
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
