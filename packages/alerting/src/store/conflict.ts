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

/** Others may be faster; then what they did is taken into account. */
const ATTEMPTS = 10;

/**
 * Takes a step, and takes it again where another one was faster.
 *
 * @param step reads where the alerting stands, decides, and stores.
 * @throws DqsError `alerting-conflict` if others were faster again and again; and as `step`.
 */
export async function retryConflicts<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (cause) {
      if (!DqsError.is(cause) || cause.code !== 'alerting-conflict' || attempt === ATTEMPTS) throw cause;
    }
  }
}
