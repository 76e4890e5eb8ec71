import { createRequire } from 'node:module';

let loaded: typeof import('@duckdb/node-api') | undefined;

/**
 * DuckDB's binding, loaded when first needed. Loaded with `require`: it consists of a hundred CommonJS files, and
 * `import()` first searches each for its exported names, which takes twice as long as everything else.
 */
export function loadDuckDb(): typeof import('@duckdb/node-api') {
  loaded ??= createRequire(import.meta.url)('@duckdb/node-api') as typeof import('@duckdb/node-api');
  return loaded;
}
