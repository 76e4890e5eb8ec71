import { DqsError } from '@dqs/core';

/** The error of a step that another one was faster than. */
export function conflictOf(name: string, before: number): DqsError {
  return new DqsError(
    'alerting-conflict',
    `expected the alerting "${name}" to stand at version ${before}, but another tick or act was faster; read it again and ` +
      'decide on what it says now',
    { details: { name, before } },
  );
}
