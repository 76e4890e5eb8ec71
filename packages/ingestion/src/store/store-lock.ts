import { withFileLock } from '@dqs/core/io';

/**
 * Runs work while no other program updates the same saved panel: two programs that each read the old panel and write a
 * new one would lose the rows of the first. The lock is a file next to the panel.
 *
 * @throws DqsError `panel-busy` if another update is running, `output-not-writable` if no lock can be created.
 */
export function withStoreLock<T>(store: string, work: () => Promise<T>): Promise<T> {
  return withFileLock(`${store}.lock`, { target: store, purpose: 'update', busyCode: 'panel-busy' }, work);
}
