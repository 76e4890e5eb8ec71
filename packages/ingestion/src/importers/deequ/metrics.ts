import { formatDay, MS_PER_DAY } from '@dqs/core';

import type { SkipCounter, ToolCheck } from '../tool/check.js';
import { firstText, listAt, memberAt, objectAt, textAt } from '../tool/json-values.js';
import { digestOf, ruleCodesOf, type NamedCheck } from '../tool/rule-codes.js';
import type { DocumentContext } from '../tool/tool.js';

/** Metrics that are the share of a dataset's rows for which something holds. */
const SHARES = new Set(['Completeness', 'Compliance', 'PatternMatch']);
const DATASETS = ['dataset_name', 'dataset', 'table_name', 'table', 'name'];
/** The years 100 to 9999, which have four digits and are read. */
const [FIRST_MS, END_MS] = [Date.UTC(100, 0, 1), Date.UTC(10_000, 0, 1)];

/**
 * The rows behind metrics: of those that are shares of a dataset's rows, where a `Size` tells how many rows it has. A
 * metric that is NaN or missing, or of another kind, is skipped.
 */
export function rowsOfMetrics(results: readonly unknown[], context: DocumentContext, skips: SkipCounter): ToolCheck[] {
  return results.flatMap((result) => rowsOfResult(result, context, skips));
}

function rowsOfResult(result: unknown, { path, runDate }: DocumentContext, skips: SkipCounter): ToolCheck[] {
  const metrics = listAt(result, 'analyzerContext', 'metricMap');
  const tags = objectAt(result, 'resultKey', 'tags');
  const dataset = firstText(...DATASETS.map((name) => textAt(tags, name)), fileStem(path));
  const date = firstText(dateOf(memberAt(result, 'resultKey', 'dataSetDate')), runDate);
  const run = `deequ:${date}:${digestOf([tags, memberAt(result, 'resultKey', 'dataSetDate')], 32)}`;
  const sizes = new Map(metrics.filter((one) => nameOf(one) === 'Size').map((one) => [whereOf(one), numberOf(one)]));
  const shares = metrics.flatMap((metric) => {
    const [share, size] = [numberOf(metric), sizes.get(whereOf(metric))];
    const isUsable =
      SHARES.has(nameOf(metric)) && share !== undefined && share <= 1 && Number.isSafeInteger(size) && size! > 0;
    return isUsable ? [{ metric, failed: size! - Math.round(share * size!), tested: size! }] : [];
  });
  skips.add('without-verdict', metrics.length - shares.length);
  const codeOf = ruleCodesOf(shares.map(({ metric }) => named(metric, dataset)));
  return shares.map(({ metric, ...rows }) => ({
    run,
    check: named(metric, dataset).full,
    source: 'deequ',
    datasetUuid: dataset,
    datasetName: dataset,
    ruleCode: codeOf(named(metric, dataset)),
    time: date,
    outcome: 'error',
    level: 'ATTRIBUTE',
    attribute: textAt(metric, 'metric', 'instance'),
    recordCount: rows.tested,
    rows,
    raw: metric,
  }));
}

function named(metric: unknown, dataset: string): NamedCheck {
  const short = `${nameOf(metric)}(${textAt(metric, 'metric', 'instance')})`;
  return { dataset, short, full: `${short}#${digestOf(memberAt(metric, 'analyzer'))}` };
}

function nameOf(metric: unknown): string {
  return textAt(metric, 'metric', 'name');
}

/** The filter of a metric, "" for all rows. */
function whereOf(metric: unknown): string {
  return textAt(metric, 'analyzer', 'where');
}

function numberOf(metric: unknown): number | undefined {
  const value = memberAt(metric, 'metric', 'value');
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** A date of milliseconds since 1970 UTC. */
function dateOf(ms: unknown): string {
  if (typeof ms !== 'number' || !(ms >= FIRST_MS && ms < END_MS)) return '';
  return formatDay(Math.floor(ms / MS_PER_DAY));
}

function fileStem(path: string): string {
  return path.split(/[\\/]/).at(-1)!.split('.')[0]!;
}
