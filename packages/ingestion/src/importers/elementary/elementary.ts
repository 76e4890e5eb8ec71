import type { Outcome } from '@dqs/core';

import { namedTest } from '../dbt/manifest.js';
import { parseUniqueId } from '../dbt/unique-id.js';
import { SkipCounter, type ToolCheck, type ToolReading } from '../tool/check.js';
import { firstText, ownersOf, textAt, textsOf } from '../tool/json-values.js';
import { ruleCodesOf, type NamedCheck } from '../tool/rule-codes.js';
import type { Tool } from '../tool/tool.js';

const COLUMNS = [
  'id',
  'test_execution_id',
  'test_unique_id',
  'model_unique_id',
  'invocation_id',
  'detected_at',
  'created_at',
  'database_name',
  'schema_name',
  'table_name',
  'column_name',
  'test_type',
  'test_sub_type',
  'test_results_description',
  'owners',
  'tags',
  'test_name',
  'severity',
  'status',
] as const;
type Column = (typeof COLUMNS)[number];

const OUTCOMES: ReadonlyMap<string, Outcome | 'skipped'> = new Map([
  ['pass', 'pass'],
  ['fail', 'fail'],
  ['warn', 'fail'],
  ['skipped', 'skipped'],
]);

/**
 * Elementary's table `elementary_test_results`, as CSV, Parquet or JSON. A test that Elementary only took note of is the
 * same event as in dbt's own results.
 */
export const ELEMENTARY: Tool<'elementary'> = {
  name: 'elementary',
  signature: [/"test_unique_id"/i],
  table: { telling: ['test_unique_id', 'detected_at', 'status'], columns: new Set<string>(COLUMNS) },
  read: readTests,
};

function readTests(document: unknown): ToolReading | undefined {
  const rows = Array.isArray(document) ? (document as unknown[]) : [document];
  const at = (row: unknown, column: Column) => textAt(row, column);
  if (!rows.some((row) => at(row, 'test_unique_id') !== '' && at(row, 'detected_at') !== '')) return undefined;
  const skips = new SkipCounter();
  const codeOf = ruleCodesOf(rows.map(nameOf));
  const checks = rows.flatMap((row): ToolCheck[] => {
    const outcome = OUTCOMES.get(at(row, 'status').toLowerCase()) ?? 'error';
    if (outcome === 'skipped') {
      skips.add('skipped');
      return [];
    }
    return [checkOf(row, outcome, codeOf(nameOf(row)))];
  });
  return { tool: 'elementary', version: 'elementary_test_results', checks, skipped: skips.counts(), notes: [] };
}

/** Elementary's own tests write a row for each column and kind of anomaly. */
function partOf(row: unknown): string {
  const type = textAt(row, 'test_type');
  if (type === 'dbt_test' || type === '') return '';
  const column = textAt(row, 'column_name');
  return `:${textAt(row, 'test_sub_type')}${column === '' ? '' : `(${column})`}`;
}

function nameOf(row: unknown): NamedCheck {
  const id = textAt(row, 'test_unique_id');
  const { short, full } = namedTest(id, datasetOf(row));
  return { dataset: datasetOf(row), short: short && `${short}${partOf(row)}`, full: full && `${full}${partOf(row)}` };
}

function datasetOf(row: unknown): string {
  const place = ['database_name', 'schema_name', 'table_name'].map((name) => textAt(row, name));
  const { project } = parseUniqueId(textAt(row, 'test_unique_id'));
  return firstText(textAt(row, 'model_unique_id'), place.filter((part) => part !== '').join('.'), project);
}

function checkOf(row: unknown, outcome: Outcome, ruleCode: string): ToolCheck {
  const [id, invocation] = [textAt(row, 'test_unique_id'), textAt(row, 'invocation_id')];
  const execution = firstText(textAt(row, 'test_execution_id'), textAt(row, 'id'), textAt(row, 'detected_at'));
  const [dataset, column] = [datasetOf(row), textAt(row, 'column_name')];
  const { project, name } = parseUniqueId(dataset);
  return {
    run: invocation === '' ? `elementary:${execution}` : `dbt:${invocation}`,
    check: `${id}${partOf(row)}`,
    source: firstText(project, parseUniqueId(id).project, 'elementary'),
    datasetUuid: dataset,
    datasetName: firstText(project === '' ? '' : name, textAt(row, 'table_name').toLowerCase(), dataset),
    ruleCode,
    time: firstText(textAt(row, 'detected_at'), textAt(row, 'created_at')),
    outcome,
    level: column === '' ? 'DATASET' : 'ATTRIBUTE',
    attribute: column.toLowerCase(),
    severity: textAt(row, 'status').toLowerCase() === 'warn' ? 'warn' : textAt(row, 'severity').toLowerCase(),
    owner: ownersOf(textsOf(textAt(row, 'owners'))),
    tags: textsOf(textAt(row, 'tags')),
    raw: row,
  };
}
