import { takeFileLock, type FileLock } from '@dqs/core/io';

/**
 * Locks a study against other processes: two writers would take each other's trials for their own.
 *
 * @throws DqsError `study-busy` if another process holds it, `output-not-writable` if no lock can be created.
 */
export function lockStudy(path: string): Promise<FileLock> {
  return takeFileLock(`${path}.lock`, { target: path, purpose: 'search with', busyCode: 'study-busy' });
}
