import { runWorker, type AppHooks, type Operation, type WorkerSettings } from '@dqs/runtime';
import type { Settings } from '@dqs/runtime/settings';

/** The settings of a worker. */
export type ServeSettings = WorkerSettings & Settings<'tickSeconds' | 'drainSeconds' | 'metricsPort' | 'metricsHost'>;

/** Loads what draws the mail of a digest: whoever sends none does not wait for it. */
export const digest: Operation['digest'] = async () => (await import('@dqs/reports')).digestMail;

/**
 * Does what is due, again and again, and serves metrics where a port for them is set, until the signal fires; then running jobs
 * have time to end, and what was opened is closed.
 *
 * @throws DqsError as `runWorker`: `config-invalid` without a store, `aborted` for a signal that has fired before.
 */
export function serveWorker(settings: ServeSettings, hooks: AppHooks): Promise<void> {
  return runWorker(settings, digest, hooks);
}
