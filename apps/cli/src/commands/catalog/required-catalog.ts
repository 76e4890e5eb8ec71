import { DqsError } from '@dqs/core';
import type { Catalog } from '@dqs/core/catalog';
import { CATALOG_FILE, openCatalog } from '@dqs/runtime';

/** The catalog that is set or lies in the current folder, which has to be there. */
export async function requiredCatalog(settings: { readonly catalog?: string }): Promise<Catalog> {
  const catalog = await openCatalog(settings);
  if (catalog !== undefined) return catalog;
  throw new DqsError(
    'input-not-found',
    `expected a catalog in ${CATALOG_FILE}, found none; name one with --catalog, or write one as the CLI's README shows`,
  );
}
