import { createRequire } from 'node:module';

let loaded: typeof import('@duckdb/node-api') | undefined;

/**
 * DuckDB's binding, loaded when first needed. By `require`: it comes as a hundred CommonJS files, and `import()` first
 * searches each of them for the names it exports, which takes twice as long as all the rest.
 */
export function loadDuckDb(): typeof import('@duckdb/node-api') {
  loaded ??= createRequire(import.meta.url)('@duckdb/node-api') as typeof import('@duckdb/node-api');
  return loaded;
}
