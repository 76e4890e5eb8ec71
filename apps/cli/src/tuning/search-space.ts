import { readFile } from 'node:fs/promises';

import { DqsError } from '@dqs/core';
import type { SearchSpace } from '@dqs/search';

/**
 * The search space in a file.
 *
 * @throws DqsError `config-invalid` where it cannot be read or does not fit.
 */
export async function readSearchSpace(path: string): Promise<SearchSpace> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new DqsError('config-invalid', `expected a file with a search space at ${path}: ${cause.message}`, { cause });
  });
  const { parseSpace } = await import('@dqs/search');
  return parseSpace(text, path);
}
