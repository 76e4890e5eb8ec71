import { DqsError } from '@dqs/core';

/** Passes over a name that is listed and no model yet: its first version, or a rename to it, is on its way. */
export function ignoreUnknown(error: unknown): undefined {
  if (!DqsError.is(error) || error.code !== 'version-unknown') throw error;
}
