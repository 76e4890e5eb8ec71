export { Catalog, type CatalogSeries, type Resolved, type ResolvedSeries } from './catalog.js';
export {
  CATALOG_FIELDS,
  MATCH_FIELDS,
  type CatalogEntry,
  type CatalogField,
  type CatalogValues,
  type MatchField,
} from './entry.js';
export { exactGlob, globMatcher } from './glob.js';
export { catalogEntries, MAX_CATALOG_LENGTH, parseCatalog } from './parse-catalog.js';
