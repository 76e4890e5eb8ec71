import { DqsError } from '@dqs/core';
import type { Catalog } from '@dqs/core/catalog';

import type { Settings } from '../settings/settings.js';
import { inputFileText } from '../settings/small-file.js';

/** The catalog that is read if there is one. */
export const CATALOG_FILE = 'dqs.catalog.yaml';

const MOST_BYTES = 8_000_000;

/**
 * The catalog that is set, else the one in the current folder; undefined if there is none.
 *
 * @throws DqsError `input-not-found` if there is nothing at a path that was set, `input-unreadable`, `catalog-invalid` that
 * lists every problem with its line.
 */
export async function openCatalog({ catalog }: Settings<'catalog'>): Promise<Catalog | undefined> {
  const path = catalog ?? CATALOG_FILE;
  let text: string;
  try {
    text = await inputFileText({ path, what: 'a catalog', mostBytes: MOST_BYTES });
  } catch (error) {
    if (catalog === undefined && DqsError.is(error) && error.code === 'input-not-found') return undefined;
    throw error;
  }
  const { Catalog: Parsed } = await import('./yaml-catalog.js');
  return Parsed.parse(text, path);
}
