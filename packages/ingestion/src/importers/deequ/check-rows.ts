import type { Outcome } from '@dqs/core';

import type { ToolCheck } from '../tool/check.js';
import { firstText, textAt } from '../tool/json-values.js';
import { digestOf, occurrences } from '../tool/rule-codes.js';
import type { DocumentContext } from '../tool/tool.js';

const DATES = ['business_date', 'dataset_date', 'run_date', 'date', 'timestamp'];
const DATASETS = ['dataset_name', 'dataset', 'table_name', 'table'];
const RUNS = ['run_id', 'execution_id'];

/** The columns of `checkResultsAsDataFrame`, and what people add to them when they keep the results. */
export const CHECK_COLUMNS: ReadonlySet<string> = new Set([
  'check',
  'check_level',
  'check_status',
  'constraint',
  'constraint_status',
  'constraint_message',
  ...DATES,
  ...DATASETS,
  ...RUNS,
]);

/** What a constraint says that could not be evaluated. */
const NOT_EVALUATED =
  /Exception\b|^Empty state for analyzer|^Can't execute the assertion|^Input data does not include/i;
/** The column in a constraint such as `CompletenessConstraint(Completeness(review_id,None))`. */
const COLUMN = /^\w+\(\w+\((?:List\()?([^,()]+)/;

/** The rows of a table of check results. */
export function checksOfRows(rows: readonly unknown[], { runDate }: DocumentContext): ToolCheck[] {
  const first = (row: unknown, names: readonly string[]) => firstText(...names.map((name) => textAt(row, name)));
  // The table names no run: what it holds of a day stands for it.
  const seen = digestOf(rows.map((row) => [...CHECK_COLUMNS].map((name) => textAt(row, name))).sort(), 32);
  const timesOf = occurrences();
  return rows.map((row) => {
    const [check, constraint] = [textAt(row, 'check'), textAt(row, 'constraint')];
    const time = firstText(first(row, DATES), runDate);
    const dataset = firstText(first(row, DATASETS), check);
    const id = [dataset, check, constraint, time].join('\0');
    return {
      run: `deequ:${firstText(first(row, RUNS), `${time}:${seen}`)}`,
      check: `${id}#${timesOf(id)}`,
      source: 'deequ',
      datasetUuid: dataset,
      datasetName: dataset,
      ruleCode: dataset === check ? constraint : constraint && `${check}: ${constraint}`,
      time,
      outcome: outcomeOf(row),
      level: COLUMN.test(constraint) ? 'ATTRIBUTE' : 'DATASET',
      attribute: COLUMN.exec(constraint)?.[1]?.trim() ?? '',
      severity: textAt(row, 'check_level').toLowerCase(),
      description: check,
      raw: row,
    };
  });
}

function outcomeOf(row: unknown): Outcome {
  const status = textAt(row, 'constraint_status').toLowerCase();
  if (status === 'success') return 'pass';
  return status === 'failure' && !NOT_EVALUATED.test(textAt(row, 'constraint_message')) ? 'fail' : 'error';
}
