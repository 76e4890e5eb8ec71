import { readFile } from 'node:fs/promises';

import { DqsError } from '@dqs/core';
import { parseDocument } from 'yaml';

import { SearchSpace } from './search-space.js';

/**
 * A space from the text of a file, YAML or JSON (every JSON text is YAML).
 *
 * @param text parameters by name, such as `num_leaves: { type: int, low: 7, high: 255, log: true }`.
 * @param place name of the text in messages, for example its path.
 * @throws DqsError `config-invalid` if the text cannot be read or the space is invalid.
 */
export function parseSpace(text: string, place = 'the search space'): SearchSpace {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    throw new DqsError('config-invalid', `expected YAML or JSON in ${place}: ${error.message}`, { cause: error });
  }
  try {
    return new SearchSpace(document.toJS());
  } catch (cause) {
    if (!DqsError.is(cause)) throw cause;
    throw new DqsError('config-invalid', `${cause.message} (in ${place})`, { cause, details: cause.details });
  }
}

/**
 * The search space in a file.
 *
 * @throws DqsError `config-invalid` if it cannot be read or does not fit.
 */
export async function readSpace(path: string): Promise<SearchSpace> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new DqsError('config-invalid', `expected a file with a search space at ${path}: ${cause.message}`, { cause });
  });
  return parseSpace(text, path);
}
