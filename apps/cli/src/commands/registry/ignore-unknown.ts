import { DqsError } from '@dqs/core';

/** Skips a listed name that is not a model yet: its first version, or a rename to it, is in progress. */
export function ignoreUnknown(error: unknown): undefined {
  if (!DqsError.is(error) || error.code !== 'version-unknown') throw error;
}
