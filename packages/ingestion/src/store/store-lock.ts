import { withFileLock } from '@dqs/core/io';

/**
 * Runs work while no other program updates the same saved panel: two that read the old panel and write a new one each
 * would lose the rows of the first. The lock is a file beside the panel.
 *
 * @throws DqsError `panel-busy` where another update is under way, `output-not-writable` where no lock can be made.
 */
export function withStoreLock<T>(store: string, work: () => Promise<T>): Promise<T> {
  return withFileLock(`${store}.lock`, { target: store, purpose: 'update', busyCode: 'panel-busy' }, work);
}
