import type { ToolReading } from '../tool/check.js';
import { objectAt, textAt } from '../tool/json-values.js';
import type { DocumentContext, Tool } from '../tool/tool.js';
import { manifestFor } from './find-manifest.js';
import { readRunResults } from './run-results.js';
import { readFreshness } from './freshness.js';

const SCHEMA = /^https:\/\/schemas\.getdbt\.com\/dbt\/([a-z-]+)\/v(\d+)\.json$/;

/**
 * dbt: `run_results.json` of every schema, `sources.json` (freshness), and `manifest.json` beside them, which says what
 * tests test.
 */
export const DBT: Tool<'dbt'> = {
  name: 'dbt',
  signature: [/"dbt_schema_version"\s*:\s*"https:\/\/schemas\.getdbt\.com\/dbt\/(?:run-results|sources|manifest)\//],
  read: readDbt,
};

async function readDbt(document: unknown, context: DocumentContext): Promise<ToolReading | undefined> {
  const metadata = objectAt(document, 'metadata');
  const [, kind = '', schema = ''] = SCHEMA.exec(textAt(metadata, 'dbt_schema_version')) ?? [];
  const written = textAt(metadata, 'dbt_version');
  const version = `${kind} v${schema}${written === '' ? '' : `, dbt ${written}`}`;
  if (kind === 'manifest') return nothingOf(version);
  if (kind !== 'run-results' && kind !== 'sources') return undefined;
  const manifest = await manifestFor(context, textAt(metadata, 'invocation_id'));
  const read = kind === 'run-results' ? readRunResults : readFreshness;
  return { tool: 'dbt', version, ...read(document, manifest) };
}

function nothingOf(version: string): ToolReading {
  return { tool: 'dbt', version, checks: [], skipped: {}, notes: ['no results: read with the run results beside it'] };
}
