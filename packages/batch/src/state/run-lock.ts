import { join } from 'node:path';

import { takeFileLock, type FileLock } from '@dqs/core/io';

const FILE = 'lock';

/**
 * Takes a state folder for this process. The lock of a process that was killed counts for nothing.
 *
 * @throws DqsError `batch-busy` where a living process has it, `output-not-writable` where no lock can be made.
 */
export function lockRun(directory: string): Promise<FileLock> {
  const options = { target: directory, purpose: 'work on the run in', busyCode: 'batch-busy' } as const;
  return takeFileLock(join(directory, FILE), options);
}
