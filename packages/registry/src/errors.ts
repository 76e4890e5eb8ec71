import { DqsError } from '@dqs/core';

/**
 * The error for an artifact of the registry whose bytes are not those that were written.
 *
 * @param key the artifact, so that it can be restored.
 * @param problem what is wrong with it, in words.
 */
export function corrupt(key: string, problem: string, cause?: unknown): DqsError {
  return new DqsError('registry-corrupt', `the registry is damaged at ${key}: ${problem}; restore it from a copy`, {
    cause,
    details: { key, problem },
  });
}
