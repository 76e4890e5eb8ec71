import { SkipCounter, type ToolReading } from '../tool/check.js';
import { memberAt } from '../tool/json-values.js';
import type { DocumentContext, Tool } from '../tool/tool.js';
import { CHECK_COLUMNS, checksOfRows } from './check-rows.js';
import { rowsOfMetrics } from './metrics.js';

/** Deequ and PyDeequ: the table of check results, as JSON or delimited, and metrics repositories. */
export const DEEQU: Tool<'deequ'> = {
  name: 'deequ',
  signature: [/"(?:analyzerContext|resultKey|constraint_status|check_status)"/],
  table: { telling: ['check', 'constraint', 'constraint_status'], columns: CHECK_COLUMNS },
  read: readDeequ,
};

function readDeequ(document: unknown, context: DocumentContext): ToolReading | undefined {
  const items = Array.isArray(document) ? (document as unknown[]) : [document];
  if (items.some((one) => memberAt(one, 'constraint_status') !== undefined)) {
    const checks = checksOfRows(items, context);
    return { tool: 'deequ', version: 'check results', checks, skipped: {}, notes: [] };
  }
  const metrics = items.filter((one) => memberAt(one, 'analyzerContext') !== undefined);
  if (metrics.length === 0) return undefined;
  const skips = new SkipCounter();
  const checks = rowsOfMetrics(metrics, context, skips);
  return {
    tool: 'deequ',
    version: `metrics repository, ${metrics.length} ${metrics.length === 1 ? 'result' : 'results'}`,
    checks,
    skipped: skips.counts(),
    isMeasurement: true,
    notes: ['metrics have no verdict; --rows counts the rows of Completeness, Compliance and PatternMatch'],
  };
}
