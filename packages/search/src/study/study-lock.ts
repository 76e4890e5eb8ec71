import { takeFileLock, type FileLock } from '@dqs/core/io';

/**
 * Keeps other processes from a study: two that append would each believe the other's trials to be their own.
 *
 * @throws DqsError `study-busy` where another process holds it, `output-not-writable` where no lock can be made.
 */
export function lockStudy(path: string): Promise<FileLock> {
  return takeFileLock(`${path}.lock`, { target: path, purpose: 'search with', busyCode: 'study-busy' });
}
