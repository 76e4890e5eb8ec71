import { DqsError } from '@dqs/core';

/** The error for a file that is no backup, or not as it was written. */
export function invalidBackup(path: string, problem: string, cause?: unknown): DqsError {
  return new DqsError('store-backup-invalid', `${path} cannot be restored: ${problem}`, {
    details: { path, problem },
    cause,
  });
}
