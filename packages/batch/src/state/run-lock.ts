import { join } from 'node:path';

import { takeFileLock, type FileLock } from '@dqs/core/io';

const FILE = 'lock';

/**
 * Locks a state folder for this process. The lock of a killed process is ignored.
 *
 * @throws DqsError `batch-busy` if a running process holds it, `output-not-writable` if no lock can be created.
 */
export function lockRun(directory: string): Promise<FileLock> {
  const options = { target: directory, purpose: 'work on the run in', busyCode: 'batch-busy' } as const;
  return takeFileLock(join(directory, FILE), options);
}
