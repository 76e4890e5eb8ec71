import { DqsError } from '@dqs/core';

/**
 * The error for a registry artifact whose bytes have changed since they were written.
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

/**
 * The error for deleting something that aliases use.
 *
 * @param what the version or the model, in words.
 */
export function inUse(what: string, aliases: readonly string[]): DqsError {
  const them = aliases.length === 1 ? 'it' : 'them';
  return new DqsError(
    'version-in-use',
    `${what} cannot be deleted: it is used by the alias${aliases.length === 1 ? '' : 'es'} ${aliases.join(', ')}; ` +
      `promote another version or delete ${them} first`,
    { details: { aliases } },
  );
}
